import type { Page } from '@playwright/test';
import { focusEditor, goToLine, typeInstead } from './editor';
import { signInToShop } from './example-shop';
import { expect, test } from './fixtures';
import { tabWithin, visit } from './visit';

const claim = 'https://example.com/greeting';

async function openAction(admin: Page, { id, name }: { id: string; name: string }): Promise<void> {
  await visit(admin, `/console/actions/${id}`);
  await expect(admin.getByRole('textbox', { name: `Code of ${name}` })).toBeAttached();
}

/** Deploys the code as it stands, once the dialog says this of the tests. */
async function deploy(admin: Page, name: string, says = 'There are none.'): Promise<void> {
  await admin.getByRole('button', { name: 'Deploy', exact: true }).click();
  const dialog = admin.getByRole('dialog', { name: `Deploy ${name}` });
  await expect(dialog.getByRole('region', { name: 'Tests' })).toContainText(says);
  await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('an administrator writes an Action, tries it, deploys and binds it, and the next sign-in carries its claim', async ({
  admin,
  page,
  shop,
  api,
  newUser,
  actionName,
}) => {
  const user = await newUser({ app_metadata: { plan: 'gold' } });
  const before = await api.getUser(user.id);

  await visit(admin, '/console/actions');
  await admin
    .getByRole('button', { name: /^Create (your first )?Action$/ })
    .first()
    .click();
  const dialog = admin.getByRole('dialog', { name: 'Create Action' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(actionName);
  await dialog.getByRole('radio', { name: 'Add metadata to tokens' }).check();
  await dialog.getByRole('button', { name: 'Create and open' }).click();
  await expect(admin.getByRole('heading', { name: actionName })).toBeVisible();
  await expect(admin.getByRole('switch', { name: 'Bound' })).toBeDisabled();

  await focusEditor(admin, `Code of ${actionName}`);
  await goToLine(admin, 7);
  await admin.keyboard.type(` api.idToken.setCustomClaim('${claim}', 'Hello ' + event.user.email);`);
  await admin.keyboard.type(" console.log('greets', event.user.email);");
  await admin.keyboard.type(" api.user.setUserMetadata('greeted', true);");
  await expect(admin.getByText('No syntax errors')).toBeVisible();

  const picker = admin.getByRole('combobox', { name: /User/ });
  await picker.fill(user.email);
  await admin.getByRole('option', { name: user.email }).click();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = admin.getByRole('region', { name: 'Try it' });
  await expect(outcome.getByText('The sign-in goes on.')).toBeVisible();
  const claims = outcome.getByRole('table', { name: 'Changes of the ID token' });
  await expect(claims.getByRole('row', { name: claim })).toContainText(`"Hello ${user.email}"`);
  await expect(claims.getByRole('row', { name: 'https://example.com/plan' })).toContainText('"gold"');
  await expect(outcome.getByRole('list', { name: 'Console output' })).toHaveText(`greets ${user.email}`);
  await expect(outcome.getByRole('table', { name: 'Changes of user_metadata' })).toContainText('greeted');
  expect(await api.getUser(user.id), 'a test writes nothing').toEqual(before);

  await deploy(admin, actionName, '1 passed, 0 failed.');
  await expect(admin.getByText(/Version 1 deployed/)).toBeVisible();
  await admin.getByText('Bound', { exact: true }).click();
  await expect(admin.getByText(`${actionName} is bound`)).toBeVisible();
  expect(await signInToShop(page, shop, user)).toMatchObject({
    [claim]: `Hello ${user.email}`,
    'https://example.com/plan': 'gold',
  });

  await visit(admin, '/console/sign-ins');
  await admin.getByRole('link', { name: user.email }).first().click();
  const steps = admin.getByRole('list', { name: 'Rules and Actions that ran' });
  await steps.getByRole('link', { name: `Re-run this in ${actionName}` }).click();
  await expect(admin.getByRole('radio', { name: 'Past sign-in' })).toBeChecked();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(claims.getByRole('row', { name: claim })).toContainText(`"Hello ${user.email}"`);
});

test('a secret is set, seen by the code once deployed, and shown nowhere', async ({
  admin,
  page,
  shop,
  newAction,
  newUser,
}) => {
  const user = await newUser();
  const value = 'the value of a secret';
  const action = await newAction({
    code: `exports.onExecutePostLogin = async (event, api) => {
      if (event.user.email === '${user.email}') api.idToken.setCustomClaim('${claim}', event.secrets.API_KEY);
    };`,
  });
  await openAction(admin, action);
  await admin.getByRole('tab', { name: 'Settings' }).click();
  await admin.getByRole('button', { name: 'Add API_KEY' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add a secret' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('API_KEY');
  await dialog.getByRole('textbox', { name: 'Value' }).fill(value);
  await dialog.getByRole('button', { name: 'Add secret' }).click();
  await expect(dialog).toBeHidden();
  const secrets = admin.getByRole('list', { name: 'Secrets' });
  await expect(secrets).toContainText('Read by the code');

  await openAction(admin, action);
  await admin.getByRole('tab', { name: 'Settings' }).click();
  await expect(secrets).toContainText('API_KEY');
  expect(await admin.content()).not.toContain(value);
  await secrets.getByRole('button', { name: 'Replace API_KEY' }).click();
  await expect(admin.getByRole('textbox', { name: 'Value' })).toHaveValue('');
  await admin.keyboard.press('Escape');

  await deploy(admin, action.name);
  await admin.getByText('Bound', { exact: true }).click();
  await expect(admin.getByText(`${action.name} is bound`)).toBeVisible();
  expect((await signInToShop(page, shop, user))[claim]).toBe(value);
});

test('two who edit one draft see each other’s code, and neither loses theirs', async ({
  admin,
  api,
  newAction,
}) => {
  const action = await newAction({});
  await openAction(admin, action);
  const theirs = "exports.onExecutePostLogin = async () => { console.log('theirs'); };";
  const mine = "exports.onExecutePostLogin = async () => { console.log('mine'); };";
  await api.updateAction(action.id, { code: theirs });
  await focusEditor(admin, `Code of ${action.name}`);
  await typeInstead(admin, mine);
  await admin.keyboard.press('ControlOrMeta+S');
  const dialog = admin.getByRole('dialog', { name: 'The draft changed while you were editing' });
  await expect(dialog).toContainText('theirs');
  expect((await api.getAction(action.id)).code).toBe(theirs);
  await dialog.getByRole('button', { name: 'Save mine over theirs' }).click();
  await expect(dialog).toBeHidden();
  expect((await api.getAction(action.id)).code).toBe(mine);
});

test('Actions are bound, put in another order with the keyboard alone, and put back', async ({
  admin,
  api,
  newAction,
  actionName,
}) => {
  const [first, second] = [`${actionName} a`, `${actionName} b`];
  for (const name of [first, second]) await newAction({ name, deploy: true });
  const bound = async () =>
    (await api.listBindings('post-login')).filter((name) => name.startsWith(actionName));

  await visit(admin, '/console/actions');
  const loose = admin.getByRole('list', { name: 'Sign-in: Actions that are not bound' });
  for (const name of [first, second]) {
    await loose.getByRole('switch', { name: `${name} is bound` }).focus();
    await admin.keyboard.press('Space');
    await expect.poll(bound).toContain(name);
  }
  const list = admin.getByRole('grid', { name: 'Sign-in: Actions in the order they run' });
  const rowOf = (name: string) => list.getByRole('row', { name });
  await tabWithin(admin, rowOf(second), list.getByRole('button', { name: `Move ${second} up` }));
  await admin.keyboard.press('Enter');
  await expect.poll(bound).toEqual([second, first]);

  await admin
    .getByRole('alertdialog')
    .filter({ hasText: `${second} is now number` })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect.poll(bound).toEqual([first, second]);

  await tabWithin(admin, rowOf(first), list.getByRole('button', { name: `Drag ${first}` }));
  await admin.keyboard.press('Enter');
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Enter');
  await expect.poll(bound).toEqual([second, first]);
});

test('an old version of an Action is compared, restored as draft, and deployed again', async ({
  admin,
  api,
  newAction,
}) => {
  const action = await newAction({ deploy: true });
  await openAction(admin, action);
  await focusEditor(admin, `Code of ${action.name}`);
  await typeInstead(admin, "exports.onExecutePostLogin = async () => { throw new Error('a mistake'); };");
  await deploy(admin, action.name);
  await expect(admin.getByText(/Version 2 deployed/)).toBeVisible();

  await admin.getByRole('button', { name: 'More actions' }).click();
  await admin.getByRole('menuitem', { name: 'Versions' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Versions' });
  await expect(dialog.getByRole('button', { name: /^Version 2/ })).toContainText(/by \S+/);
  await dialog.getByRole('button', { name: /^Version 1/ }).click();
  await expect(dialog.getByRole('code').last()).toContainText("new Error('a mistake')");
  await dialog.getByRole('button', { name: 'Deploy version 1 again' }).click();
  await expect(dialog).toBeHidden();
  const after = await api.getAction(action.id);
  expect(after.deployed_version).toMatchObject({ number: 3, code: action.code });
  expect(after.code, 'the draft stays').toContain('a mistake');

  await admin.getByRole('button', { name: 'More actions' }).click();
  await admin.getByRole('menuitem', { name: 'Versions' }).click();
  await dialog.getByRole('button', { name: /^Version 1/ }).click();
  await dialog.getByRole('button', { name: 'Restore version 1 as draft' }).click();
  await expect(dialog).toBeHidden();
  expect((await api.getAction(action.id)).code).toBe(action.code);
});

test('the editor knows what a handler is given, and nothing of that is in the code', async ({
  admin,
  api,
  newAction,
}) => {
  const code = `export const onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('name', event.user.emial);
};`;
  const action = await newAction({ code });
  await openAction(admin, action);
  /** In the member's name, three places before the end of its line. */
  const goToMember = async () => {
    await focusEditor(admin, `Code of ${action.name}`);
    await goToLine(admin, 2);
    for (let step = 0; step < 3; step++) await admin.keyboard.press('ArrowLeft');
  };
  // nothing is told before the language service has read the types
  const tells = (text: RegExp) =>
    expect(async () => {
      await goToMember();
      await admin.keyboard.press('ControlOrMeta+K');
      await admin.keyboard.press('ControlOrMeta+I');
      await expect(admin.getByRole('tooltip').filter({ hasText: text })).toBeVisible({ timeout: 5_000 });
    }).toPass();
  await tells(/Property 'emial' does not exist on type 'ActionUser'/);
  await goToMember();
  for (let step = 0; step < 2; step++) await admin.keyboard.press('Backspace');
  await admin.keyboard.type('ai');
  await tells(/email\?: string/);
  await admin.getByRole('button', { name: 'Save draft' }).click();
  await expect(admin.getByText('Draft saved', { exact: false }).first()).toBeVisible();
  expect((await api.getAction(action.id)).code).toBe(code.replace('emial', 'email'));
});

test('an Action of another trigger is tried, the outcome saved as a test, and a fault leads to its line', async ({
  admin,
  newAction,
}) => {
  const action = await newAction({
    supported_triggers: [{ id: 'pre-user-registration' }],
    code: `exports.onExecutePreUserRegistration = async (event, api) => {
  if (event.user.email.endsWith('@example.com')) api.access.deny('of ours', 'Ask somebody.');
};`,
  });
  await openAction(admin, action);
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = admin.getByRole('region', { name: 'Try it' });
  await expect(outcome.getByRole('status').getByText('Denied')).toBeVisible();
  await expect(outcome.getByRole('alert')).toContainText('Ask somebody.');
  await outcome.getByRole('button', { name: 'Save as test' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Save as test' });
  await expect(dialog.getByRole('textbox', { name: 'Written to app_metadata' })).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: /token/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Save test' }).click();
  await admin.getByRole('tab', { name: 'Tests (1)' }).click();
  await admin.getByRole('button', { name: 'Run all' }).click();
  await expect(admin.getByText('1 passed, 0 failed.')).toBeVisible();
  await admin.getByRole('button', { name: 'Open ada@example.com: denied' }).click();

  await focusEditor(admin, `Code of ${action.name}`);
  await goToLine(admin, 2);
  await admin.keyboard.type(" throw new Error('not today');");
  await admin.keyboard.press('ControlOrMeta+Enter');
  const alert = outcome.getByRole('alert').filter({ hasText: 'not today' });
  await alert.getByRole('button', { name: 'line 2' }).click();
  await expect(admin.getByRole('textbox', { name: `Code of ${action.name}` })).toBeFocused();
});

test('a replay of an Action says who would be denied, and leads to one of them in the test panel', async ({
  admin,
  page,
  shop,
  newAction,
  newUser,
}) => {
  const user = await newUser();
  await signInToShop(page, shop, user);
  const action = await newAction({
    code: `exports.onExecutePostLogin = async (event, api) => {
  if (event.user.email === '${user.email}') api.access.deny('Not today.');
};`,
  });
  await openAction(admin, action);
  await admin.getByRole('tab', { name: 'Replay' }).click();
  await admin.getByLabel('How many').selectOption('The last 100');
  await admin.getByRole('button', { name: 'Replay', exact: true }).click();
  const panel = admin.getByRole('region', { name: 'Replay' });
  await expect(panel.getByText(/^Completed/)).toBeVisible({ timeout: 60_000 });
  await panel.getByRole('button', { name: /Denied: went on/ }).click();
  await panel.getByRole('list', { name: 'Cases' }).getByRole('button', { name: user.email }).click();
  const dialog = admin.getByRole('dialog', { name: user.email });
  await expect(dialog.getByRole('region', { name: 'After' })).toContainText('Not today.');
  await dialog.getByRole('button', { name: 'Open in test panel' }).click();
  await expect(admin.getByRole('radio', { name: 'Past sign-in' })).toBeChecked();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(
    admin.getByRole('region', { name: 'Try it' }).getByText('Denied', { exact: true }),
  ).toBeVisible();
});
