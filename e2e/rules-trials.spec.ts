import type { Page } from '@playwright/test';
import { focusEditor, typeInstead } from './editor';
import { signInToShop } from './example-shop';
import { expect, test } from './fixtures';
import { visit } from './visit';

const claim = 'https://example.com/plan';
const denies = "function (user, context, callback) { callback(new UnauthorizedError('Not today.')); }";

async function openRule(admin: Page, { id, name }: { id: string; name: string }): Promise<void> {
  await visit(admin, `/console/rules/${id}`);
  await expect(admin.getByRole('textbox', { name: `Code of ${name}` })).toBeAttached();
}

/** A rule that puts the plan of one person into the ID token. */
const planFor = (email: string, claimed = 'user.plan') => `function (user, context, callback) {
  if (user.email === '${email}') context.idToken['${claim}'] = ${claimed};
  callback(null, user, context);
}`;

test('a draft survives a reload, runs at no sign-in until it is deployed, and can be dropped', async ({
  admin,
  page,
  shop,
  api,
  newRule,
  newUser,
}) => {
  const user = await newUser({ app_metadata: { plan: 'gold' } });
  const rule = await newRule({ enabled: true, script: planFor(user.email) });
  await openRule(admin, rule);
  await focusEditor(admin, `Code of ${rule.name}`);
  await typeInstead(admin, denies);
  await admin.keyboard.press('ControlOrMeta+S');
  await expect(admin.getByText('Draft', { exact: true })).toBeVisible();
  await expect(admin.getByText(/by Demo Administrator, and not live/)).toBeVisible();
  expect((await signInToShop(page, shop, user))[claim]).toBe('gold');

  await admin.reload();
  await expect(admin.getByRole('code').first()).toContainText('Not today.');
  await admin.getByRole('button', { name: 'More actions' }).click();
  await admin.getByRole('menuitem', { name: 'Discard the draft' }).click();
  await expect(admin.getByText('Draft', { exact: true })).toBeHidden();
  await expect(admin.getByRole('code').first()).toContainText('user.plan');
  expect((await api.getRule(rule.id)).script).toBe(rule.script);
});

test('where the comparison of versions cannot be fetched, the texts stand there and nothing typed is lost', async ({
  admin,
  api,
  newRule,
  watched,
}) => {
  watched.excuse(/Failed to (load|fetch)/);
  const rule = await newRule({ script: planFor('ada@example.com') });
  await openRule(admin, rule);
  await focusEditor(admin, `Code of ${rule.name}`);
  await typeInstead(admin, denies);
  await admin.context().setOffline(true);
  await admin.getByRole('button', { name: 'More actions' }).click();
  await admin.getByRole('menuitem', { name: 'Versions' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Versions' });
  await expect(dialog.getByText('The editor could not be fetched')).toBeVisible();
  await expect(dialog.getByRole('region', { name: /, after$/ })).toContainText('Not today.');
  await admin.keyboard.press('Escape');
  await admin.context().setOffline(false);
  await admin.keyboard.press('ControlOrMeta+S');
  await expect(admin.getByText('Draft', { exact: true })).toBeVisible();
  expect((await api.getRule(rule.id)).script).toBe(rule.script);
});

test('a try is saved as a test; a deploy that breaks it says what differs, and is only done on request', async ({
  admin,
  api,
  newRule,
}) => {
  const rule = await newRule({ script: planFor('ada@example.com') });
  await openRule(admin, rule);
  await admin.getByText('JSON', { exact: true }).click();
  await focusEditor(admin, 'User as JSON');
  await admin.keyboard.insertText('{"email": "ada@example.com", "app_metadata": {"plan": "pro"}}');
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = admin.getByRole('region', { name: 'Try it' });
  await expect(outcome.getByRole('table', { name: 'Changes of the ID token' })).toContainText('"pro"');
  await outcome.getByRole('button', { name: 'Save as test' }).click();
  const saving = admin.getByRole('dialog', { name: 'Save as test' });
  await saving.getByRole('textbox', { name: 'Name' }).fill('Plan of Ada');
  await expect(saving.getByRole('textbox', { name: 'The ID token has' })).toHaveValue(/"pro"/);
  await saving.getByRole('button', { name: 'Save test' }).click();
  await expect(saving).toBeHidden();

  await admin.getByRole('tab', { name: 'Tests (1)' }).click();
  await admin.getByRole('button', { name: 'Run all' }).click();
  await expect(admin.getByText('1 passed, 0 failed.')).toBeVisible();

  await focusEditor(admin, `Code of ${rule.name}`);
  await typeInstead(admin, denies);
  await admin.getByRole('button', { name: 'Deploy', exact: true }).click();
  const dialog = admin.getByRole('dialog', { name: `Deploy ${rule.name}` });
  await expect(dialog.getByText('0 passed, 1 failed.')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Results' })).toContainText('Plan of Ada');
  expect((await api.getRule(rule.id)).script).toBe(rule.script);
  await dialog.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(dialog).toBeHidden();
  expect((await api.getRule(rule.id)).script).toBe(denies);
});

test('requests of a rule get the answers of the test panel, and none without', async ({ admin, newRule }) => {
  const rule = await newRule({
    script: `async function (user, context, callback) {
  const { data } = await require('axios').get('https://crm.example.com/tier');
  context.idToken['${claim}'] = data.tier;
  callback(null, user, context);
}`,
  });
  await openRule(admin, rule);
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const requests = admin.getByRole('list', { name: 'Requests' });
  await expect(requests).toContainText('https://crm.example.com/tier');
  await expect(admin.getByText('Error', { exact: true })).toBeVisible();

  await requests.getByRole('button', { name: /^Write an answer to GET/ }).click();
  await expect(admin.getByRole('textbox', { name: 'Address' })).toHaveValue('https://crm.example.com/tier');
  await expect(admin.getByRole('textbox', { name: 'Body' })).toBeFocused();
  await admin.getByRole('textbox', { name: 'Body' }).fill('{"tier": "gold"}');
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(admin.getByRole('table', { name: 'Changes of the ID token' })).toContainText('"gold"');
  await expect(requests).toContainText('200');
});

test('a replay says who would be denied, and leads to one of them in the test panel', async ({
  admin,
  page,
  shop,
  newRule,
  newUser,
}) => {
  const user = await newUser();
  await signInToShop(page, shop, user);
  const rule = await newRule({});
  await openRule(admin, rule);
  await focusEditor(admin, `Code of ${rule.name}`);
  await typeInstead(
    admin,
    `function (user, context, callback) { callback(user.email === '${user.email}' ? new UnauthorizedError('Not today.') : null, user, context); }`,
  );
  await admin.getByRole('tab', { name: 'Replay' }).click();
  await admin.getByLabel('How many').selectOption('The last 100');
  await admin.getByRole('button', { name: 'Replay', exact: true }).click();
  const panel = admin.getByRole('region', { name: 'Replay' });
  await expect(panel.getByText(/^Completed/)).toBeVisible({ timeout: 60_000 });
  const denied = panel.getByRole('button', { name: /Denied: went on/ });
  await expect(denied).toHaveAccessibleName(/^1 /);
  await denied.click();
  await panel.getByRole('list', { name: 'Cases' }).getByRole('button', { name: user.email }).click();
  const dialog = admin.getByRole('dialog', { name: user.email });
  await expect(dialog.getByRole('region', { name: 'Before' })).toContainText('Let in');
  await expect(dialog.getByRole('region', { name: 'After' })).toContainText('Not today.');
  await dialog.getByRole('button', { name: 'Open in test panel' }).click();
  await expect(admin.getByRole('radio', { name: 'Past sign-in' })).toBeChecked();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(admin.getByRole('alert').filter({ hasText: 'Not today.' })).toBeVisible();

  await admin.keyboard.press('ControlOrMeta+S');
  await expect(admin.getByText('Draft', { exact: true })).toBeVisible();
  await openRule(admin, rule);
  await admin.getByRole('tab', { name: 'Replay' }).click();
  const past = admin.getByRole('region', { name: 'Earlier runs' });
  await past.getByRole('button', { name: /Completed/ }).click();
  await expect(panel.getByText(/^Completed, \d+ tried$/)).toBeVisible();
  await openRule(admin, rule);
  await admin.getByRole('button', { name: 'Deploy', exact: true }).click();
  const last = admin.getByRole('dialog').getByRole('region', { name: 'Last replay' });
  await expect(last).toContainText(/Of \d+: 1 denied[.,]/);
  await expect(last).toContainText('with this very code');
});
