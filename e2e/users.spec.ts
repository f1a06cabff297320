import type { Page } from '@playwright/test';
import { focusEditor, typeInstead } from './editor';
import { expect, type Person, test, uniqueWord } from './fixtures';
import { visit } from './visit';

type Bag = 'user_metadata' | 'app_metadata';

async function search(admin: Page, query: string): Promise<void> {
  await admin.getByRole('combobox', { name: 'Search users' }).fill(query);
  await admin.keyboard.press('Enter');
}

async function openUser(page: Page, user: Person): Promise<void> {
  await visit(page, `/console/users/${encodeURIComponent(user.id)}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function writeBag(page: Page, bag: Bag, value: object): Promise<void> {
  await focusEditor(page, `${bag} as JSON`);
  await typeInstead(page, JSON.stringify(value));
}

/** Reviews the edit of a bag; the dialog is open then. */
async function review(page: Page, bag: Bag) {
  await page.getByRole('region', { name: bag }).getByRole('button', { name: 'Review changes' }).click();
  const dialog = page.getByRole('dialog', { name: `Review changes to ${bag}` });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('users are found by what their metadata holds, with the total and page by page', async ({
  admin,
  api,
}) => {
  const query = 'user_metadata.address.city:Tokyo AND app_metadata.plan:pro';
  const { total } = await api.countUsers(query);
  expect(total).toBeGreaterThan(25);
  const pages = admin.getByRole('navigation', { name: 'Pages' });
  const rows = admin.getByRole('table', { name: 'Users' }).getByRole('row');
  await visit(admin, '/console?size=25');
  await search(admin, query);
  await expect(pages.getByRole('status')).toHaveText(`1–25 of ${total}`);
  await expect(pages).toContainText(`Page 1 of ${Math.ceil(total / 25)}`);
  await expect(rows).toHaveCount(26);
  const onFirst = await rows.allTextContents();
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(pages.getByRole('status')).toContainText('26–');
  await expect(admin).toHaveURL(/page=2/);
  await expect(rows.nth(1)).not.toHaveText(onFirst[1] ?? '');
  for (const text of (await rows.allTextContents()).slice(1)) expect(onFirst).not.toContain(text);
  await admin.goBack();
  await expect(pages.getByRole('status')).toHaveText(`1–25 of ${total}`);
});

test('a user is found by e-mail, name and id, and opened with the keyboard', async ({ admin, newUser }) => {
  const name = uniqueWord('Zebedee');
  const user = await newUser({ name });
  await visit(admin, '/console');
  for (const query of [user.email, name, `user_id:"${user.id}"`, `name:${name.slice(0, -2)}*`]) {
    await search(admin, query);
    await expect(admin.getByRole('navigation', { name: 'Pages' }).getByRole('status')).toHaveText('1–1 of 1');
    await expect(admin.getByRole('link', { name })).toBeVisible();
  }
  await admin.getByRole('link', { name }).focus();
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('heading', { name })).toBeVisible();
});

test('a query with a fault is explained where it stands, and mended by its suggestion', async ({
  admin,
  newUser,
}) => {
  const user = await newUser();
  await visit(admin, '/console');
  await search(admin, `emial:"${user.email}"`);
  await expect(admin.getByRole('status').filter({ hasText: 'There is no field "emial"' })).toBeVisible();
  await expect(admin.getByRole('combobox', { name: 'Search users' })).toHaveAttribute('aria-invalid', 'true');
  await admin.getByRole('button', { name: 'Use “email” instead' }).click();
  await expect(admin.getByRole('combobox', { name: 'Search users' })).toHaveValue(`email:"${user.email}"`);
  await expect(admin.getByRole('navigation', { name: 'Pages' }).getByRole('status')).toHaveText('1–1 of 1');
});

test('a search that finds nobody says so and leads back to all', async ({ admin }) => {
  await visit(admin, '/console');
  await search(admin, uniqueWord('nobody'));
  await expect(admin.getByText('No user matches')).toBeVisible();
  await admin.getByRole('button', { name: 'Show all users' }).click();
  await expect(admin.getByRole('navigation', { name: 'Pages' })).toContainText(/of 10,\d{3}/);
});

test('an administrator makes a user', async ({ admin, api }) => {
  const email = `${uniqueWord('made')}@people.example`;
  await visit(admin, '/console');
  await admin.getByRole('button', { name: 'Create user' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Create user' });
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await dialog.getByLabel('Password', { exact: true }).fill('Correct-horse-battery-9');
  await dialog.getByRole('button', { name: 'Create user' }).click();
  await expect(admin.getByRole('heading', { name: email })).toBeVisible();
  const [made] = await api.findUsers(`email:"${email}"`);
  await api.deleteUser(made?.user_id ?? '');
});

test('app_metadata is edited as JSON, reviewed and saved', async ({ admin, api, newUser }) => {
  const user = await newUser({ app_metadata: { plan: 'free', seats: 1 } });
  await openUser(admin, user);
  const card = admin.getByRole('region', { name: 'app_metadata' });
  await expect(card.getByRole('button', { name: 'Review changes' })).toBeDisabled();
  await writeBag(admin, 'app_metadata', { plan: 'gold', roles: ['owner'] });
  const dialog = await review(admin, 'app_metadata');
  const changes = dialog.getByRole('list', { name: 'Changes to app_metadata' });
  await expect(changes.getByRole('listitem')).toHaveText([
    /Changed plan.*"free".*"gold"/,
    /Removed seats.*1/,
    /Added roles.*owner/,
  ]);
  await dialog.getByRole('button', { name: 'Show side by side' }).click();
  await expect(dialog.getByRole('code').last()).toContainText('"gold"');
  expect((await api.getUser(user.id)).app_metadata, 'a review stores nothing').toMatchObject({
    plan: 'free',
  });
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('app_metadata saved')).toBeVisible();
  expect((await api.getUser(user.id)).app_metadata).toEqual({ plan: 'gold', roles: ['owner'] });
});

test('what is not JSON, or may not be a key, is not saved', async ({ admin, newUser }) => {
  const user = await newUser();
  await openUser(admin, user);
  const card = admin.getByRole('region', { name: 'app_metadata' });
  await focusEditor(admin, 'app_metadata as JSON');
  await typeInstead(admin, '{"plan": }');
  await expect(card.getByRole('status')).toContainText('Line 1, column 10: This is not JSON yet');
  await expect(card.getByRole('button', { name: 'Review changes' })).toBeDisabled();
  await typeInstead(admin, '["plan"]');
  await expect(card.getByRole('status')).toContainText('must be an object');
});

test('an edit that another administrator overtook is not lost and drops nothing of theirs', async ({
  admin,
  openBrowser,
  adminState,
  api,
  newUser,
}) => {
  const user = await newUser({ app_metadata: { plan: 'free', seats: 1 } });
  const other = await openBrowser({ storageState: adminState });
  await openUser(admin, user);
  await openUser(other, user);
  await writeBag(other, 'app_metadata', { plan: 'team', seats: 1, region: 'eu' });
  await (await review(other, 'app_metadata')).getByRole('button', { name: 'Save changes' }).click();
  await expect(other.getByText('app_metadata saved')).toBeVisible();

  await writeBag(admin, 'app_metadata', { plan: 'gold', seats: 5 });
  await (await review(admin, 'app_metadata')).getByRole('button', { name: 'Save changes' }).click();
  const conflict = admin.getByRole('dialog', { name: 'app_metadata changed while you were editing' });
  await expect(conflict).toBeVisible();
  await expect(conflict.getByRole('list', { name: 'Their changes' })).toContainText('region');
  await expect(conflict.getByRole('list', { name: 'Your changes' })).toContainText('seats');
  await expect(conflict.getByRole('button', { name: 'Save the result' })).toBeDisabled();
  await conflict.getByRole('group', { name: 'plan' }).getByRole('radio', { name: 'Yours' }).check();
  await conflict.getByRole('button', { name: 'Save the result' }).click();
  await expect(conflict).toBeHidden();
  expect((await api.getUser(user.id)).app_metadata).toEqual({ plan: 'gold', seats: 5, region: 'eu' });
});

test('edits of different parts of a user do not get into each other’s way', async ({
  admin,
  api,
  newUser,
}) => {
  const user = await newUser({ app_metadata: { plan: 'free' } });
  await openUser(admin, user);
  await writeBag(admin, 'app_metadata', { plan: 'gold' });
  await api.updateUser(user.id, { user_metadata: { theme: 'dark' } });
  await (await review(admin, 'app_metadata')).getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByText('app_metadata saved')).toBeVisible();
  expect(await api.getUser(user.id)).toMatchObject({
    app_metadata: { plan: 'gold' },
    user_metadata: { theme: 'dark' },
  });
});

test('the history shows who changed what, and brings an earlier version back', async ({
  admin,
  api,
  newUser,
}) => {
  const user = await newUser({ app_metadata: { plan: 'free' } });
  await openUser(admin, user);
  await writeBag(admin, 'app_metadata', { plan: 'gold' });
  await (await review(admin, 'app_metadata')).getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByText('app_metadata saved')).toBeVisible();

  await admin.getByRole('link', { name: 'History' }).click();
  const second = admin.getByRole('listitem').filter({ hasText: 'Version 2' }).first();
  await expect(second).toContainText('Changed by Demo Administrator in the console');
  await expect(second.getByRole('list', { name: 'Changes of version 2' })).toHaveText(
    /Changed app_metadata\.plan.*"free".*"gold"/,
  );
  const first = admin.getByRole('listitem').filter({ hasText: 'Version 1' }).first();
  await expect(first).toContainText('Created by Demo management client by the Management API');
  await first.getByRole('button', { name: 'Restore version 1' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Restore version 1' });
  await expect(dialog.getByRole('list')).toHaveText(/app_metadata\.plan.*"gold".*"free"/);
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(admin.getByText('Version 1 is back')).toBeVisible();
  await expect(admin.getByRole('listitem').filter({ hasText: 'Version 3' }).first()).toContainText(
    'by restoring an earlier version',
  );
  expect((await api.getUser(user.id)).app_metadata).toEqual({ plan: 'free' });
});

test('a user is blocked and unblocked', async ({ admin, api, newUser }) => {
  const user = await newUser();
  await openUser(admin, user);
  for (const [action, blocked] of [
    ['Block', true],
    ['Unblock', false],
  ] as const) {
    await admin.getByRole('button', { name: 'Actions' }).click();
    await admin.getByRole('menuitem', { name: action }).click();
    const dialog = admin.getByRole('alertdialog', { name: new RegExp(`^${action} `) });
    await dialog.getByRole('button', { name: action }).click();
    await expect(dialog).toBeHidden();
    expect((await api.getUser(user.id)).blocked ?? false).toBe(blocked);
  }
});
