import type { Locator, Page } from '@playwright/test';
import { focusEditor, goToLine, typeInstead } from './editor';
import { signInToShop } from './example-shop';
import { expect, test } from './fixtures';
import { signIn } from './sign-in';
import { tabWithin, visit } from './visit';

const greeting = 'https://example.com/greeting';

async function chooseUser(page: Page, email: string): Promise<void> {
  const picker = page.getByRole('combobox', { name: /User/ });
  await picker.fill(email);
  await page.getByRole('option', { name: email }).click();
}

async function openRule(admin: Page, rule: { id: string; name: string }): Promise<void> {
  await visit(admin, `/console/rules/${rule.id}`);
  await expect(admin.getByRole('heading', { name: rule.name })).toBeVisible();
}

/** Makes the code as it stands live, once the dialog says this of the tests. */
async function deploy(admin: Page, name: string, says = 'There are none.'): Promise<void> {
  await admin.getByRole('button', { name: 'Deploy', exact: true }).click();
  const dialog = admin.getByRole('dialog', { name: `Deploy ${name}` });
  await expect(dialog.getByRole('region', { name: 'Tests' })).toContainText(says);
  await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Names of the rules of one test, in the order they are shown. */
async function shownOrder(list: Locator, prefix: string): Promise<string[]> {
  return (await list.getByRole('link').allTextContents()).filter((name) => name.startsWith(prefix));
}

test('an administrator writes a rule, tries it and saves it, and the next sign-in carries its claim', async ({
  admin,
  page,
  shop,
  api,
  newUser,
  ruleName,
}) => {
  const user = await newUser({ app_metadata: { plan: 'gold' } });
  const before = await api.getUser(user.id);

  await visit(admin, '/console/rules');
  await admin.getByRole('button', { name: 'Create rule' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Create rule' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(ruleName);
  await dialog.getByRole('radio', { name: 'Add metadata to tokens' }).check();
  await dialog.getByRole('button', { name: 'Create and open' }).click();
  await expect(admin.getByRole('heading', { name: ruleName })).toBeVisible();
  await expect(admin.getByRole('switch', { name: 'Runs at sign-in' })).not.toBeChecked();

  await focusEditor(admin, `Code of ${ruleName}`);
  await goToLine(admin, 5);
  await admin.keyboard.type("  context.idToken[namespace + 'greeting'] = 'Hello ' + user.email;");
  await admin.keyboard.type(" console.log('greets', user.email);");
  await admin.keyboard.type(' auth0.users.updateUserMetadata(user.user_id, { greeted: true });');
  await expect(admin.getByText('No syntax errors')).toBeVisible();

  await chooseUser(admin, user.email);
  await admin.getByLabel('Application').selectOption('Demo web application');
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = admin.getByRole('region', { name: 'Try it' });
  await expect(outcome.getByText('The sign-in goes on.')).toBeVisible();
  const claims = outcome.getByRole('table', { name: 'Changes of the ID token' });
  await expect(claims.getByRole('row', { name: greeting })).toContainText(`"Hello ${user.email}"`);
  await expect(claims.getByRole('row', { name: 'https://example.com/plan' })).toContainText('"gold"');
  await expect(outcome.getByRole('list', { name: 'Console output' })).toHaveText(`greets ${user.email}`);
  await expect(outcome.getByRole('table', { name: 'Changes of user_metadata' })).toContainText('greeted');
  expect(await api.getUser(user.id), 'a test writes nothing').toEqual(before);

  await deploy(admin, ruleName, '1 passed, 0 failed.');
  await expect(admin.getByText(/^Version 2, off/)).toBeVisible();
  await admin.getByText('Runs at sign-in').click();
  await expect(admin.getByText(`${ruleName} runs at sign-ins`)).toBeVisible();
  expect(await signInToShop(page, shop, user)).toMatchObject({
    [greeting]: `Hello ${user.email}`,
    'https://example.com/plan': 'gold',
  });
});

test('a draft that throws shows the error and leads to its line', async ({ admin, newRule }) => {
  const rule = await newRule({
    script: 'function (user, context, callback) {\n\n  callback(null, user, context);\n}\n',
  });
  await openRule(admin, rule);
  await focusEditor(admin, `Code of ${rule.name}`);
  await goToLine(admin, 2);
  await admin.keyboard.type("throw   new Error('not today');");
  await admin.getByRole('button', { name: 'Format the code' }).click();
  await expect(admin.getByRole('code').first()).toContainText("throw new Error('not today');");
  await focusEditor(admin, `Code of ${rule.name}`);
  await admin.keyboard.press('ControlOrMeta+Enter');
  const alert = admin.getByRole('alert').filter({ hasText: 'not today' });
  await expect(alert).toContainText('Error at line 2');
  await alert.getByRole('button', { name: 'line 2' }).click();
  await expect(admin.getByRole('textbox', { name: `Code of ${rule.name}` })).toBeFocused();
});

test('a fault of the syntax is shown while typing, and such a draft is kept and not deployed', async ({
  admin,
  api,
  newRule,
}) => {
  const rule = await newRule({});
  await openRule(admin, rule);
  await focusEditor(admin, `Code of ${rule.name}`);
  await typeInstead(admin, 'function (user, context, callback) { const = 1; }');
  await expect(admin.getByRole('button', { name: 'Line 1: Unexpected token' })).toBeVisible();
  await admin.keyboard.press('ControlOrMeta+S');
  await expect(admin.getByText('Draft', { exact: true })).toBeVisible();
  await admin.getByRole('button', { name: 'Deploy', exact: true }).click();
  const dialog = admin.getByRole('dialog', { name: `Deploy ${rule.name}` });
  await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Unexpected token');
  expect((await api.getRule(rule.id)).script).toBe(rule.script);
});

test('a draft runs among all rules in their order', async ({ admin, api, newRule, newUser }) => {
  const user = await newUser({ app_metadata: { plan: 'team' } });
  const rule = await newRule({
    script: `function (user, context, callback) {
      context.idToken['https://example.com/seen'] = context.idToken['https://annex.example/plan'];
      callback(null, user, context);
    }`,
  });
  await openRule(admin, rule);
  await chooseUser(admin, user.email);
  await admin.getByText('All, with this').click();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = admin.getByRole('region', { name: 'Try it' });
  const claims = outcome.getByRole('table', { name: 'Changes of the ID token' });
  await expect(claims.getByRole('row', { name: 'https://example.com/seen' })).toContainText('"team"');
  const names = await outcome.getByRole('list', { name: 'Time of each rule' }).getByRole('listitem').all();
  expect(names.length).toBe((await api.listRules()).filter(({ enabled }) => enabled).length + 1);
});

test('rules are put in another order with the keyboard alone', async ({ admin, api, newRule, ruleName }) => {
  const [first, second, third] = [`${ruleName} a`, `${ruleName} b`, `${ruleName} c`];
  for (const name of [first, second, third]) await newRule({ name });
  const storedOrder = async () =>
    (await api.listRules())
      .toSorted((a, b) => a.order - b.order)
      .map(({ name }) => name)
      .filter((name) => name.startsWith(ruleName));

  await visit(admin, '/console/rules');
  const list = admin.getByRole('grid', { name: 'Rules in the order they run' });
  const rowOf = (name: string) => list.getByRole('row', { name });
  await tabWithin(admin, rowOf(third), list.getByRole('button', { name: `Move ${third} up` }));
  await admin.keyboard.press('Enter');
  await expect.poll(() => shownOrder(list, ruleName)).toEqual([first, third, second]);
  await expect.poll(storedOrder).toEqual([first, third, second]);

  await tabWithin(admin, rowOf(first), list.getByRole('button', { name: `Drag ${first}` }));
  await admin.keyboard.press('Enter');
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Enter');
  await expect.poll(storedOrder).toEqual([third, second, first]);
  await admin.reload();
  await expect.poll(() => shownOrder(list, ruleName)).toEqual([third, second, first]);
});

test('a rule that is switched off runs no more', async ({ admin, page, shop, api, newRule, newUser }) => {
  const user = await newUser();
  const rule = await newRule({
    enabled: true,
    script: `function (user, context, callback) {
      if (user.email === '${user.email}') context.idToken['${greeting}'] = 'hello';
      callback(null, user, context);
    }`,
  });
  expect(await signInToShop(page, shop, user)).toHaveProperty([greeting], 'hello');

  await visit(admin, '/console/rules');
  const row = admin.getByRole('row', { name: rule.name });
  await tabWithin(admin, row, row.getByRole('switch'));
  await admin.keyboard.press('Space');
  await expect(row.getByText('Off')).toBeVisible();
  await expect.poll(async () => (await api.getRule(rule.id)).enabled).toBe(false);
  await page.goto(`${shop}/login`);
  await expect(page.getByText('You are signed in.')).toBeVisible();
  await expect(page.getByTestId('id-token')).not.toContainText(greeting);
});

test('an old version of a rule is compared and brought back', async ({ admin, api, newRule }) => {
  const rule = await newRule({});
  await openRule(admin, rule);
  await focusEditor(admin, `Code of ${rule.name}`);
  await typeInstead(admin, "function (user, context, callback) { callback(new Error('a mistake')); }");
  await deploy(admin, rule.name);
  await expect(admin.getByText(/^Version 2, off/)).toBeVisible();

  await admin.getByRole('button', { name: 'More actions' }).click();
  await admin.getByRole('menuitem', { name: 'Versions' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Versions' });
  await expect(dialog.getByRole('button', { name: /^Version 2/ })).toContainText('by Demo Administrator');
  await dialog.getByRole('button', { name: /^Version 1/ }).click();
  await expect(dialog.getByRole('code').last()).toContainText("new Error('a mistake')");
  await dialog.getByRole('button', { name: 'Restore version 1 as draft' }).click();
  await expect(dialog).toBeHidden();
  expect((await api.getRule(rule.id)).script, 'a draft is not live').not.toBe(rule.script);
  await deploy(admin, rule.name);
  await expect(admin.getByText(/^Version 3, off/)).toBeVisible();
  expect((await api.getRule(rule.id)).script).toBe(rule.script);
});

const runaways = {
  'loops for ever': 'for (;;);',
  'eats memory': 'for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length));',
};

for (const [does, statement] of Object.entries(runaways)) {
  test(`a rule that ${does} denies its own sign-in by name, and no other`, async ({
    openBrowser,
    shop,
    newRule,
    newUser,
  }) => {
    const [stuck, other] = [await newUser(), await newUser()];
    const { name } = await newRule({
      enabled: true,
      script: `function (user, context, callback) {
        if (user.email === '${stuck.email}') ${statement}
        callback(null, user, context);
      }`,
    });
    const [stuckPage, otherPage] = [await openBrowser(), await openBrowser()];
    await stuckPage.goto(`${shop}/login`);
    await otherPage.goto(`${shop}/login`);
    await Promise.all([signIn(stuckPage, stuck), signIn(otherPage, other)]);
    await expect(otherPage.getByText('You are signed in.')).toBeVisible();
    const answer = stuckPage.getByRole('alert').filter({ hasText: 'access_denied' });
    await expect(answer).toContainText(name);
    await otherPage.goto(`${shop}/login`);
    await expect(otherPage.getByText('You are signed in.')).toBeVisible();
  });
}
