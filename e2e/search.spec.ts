import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test, uniqueWord } from './fixtures';
import { visit } from './visit';

const box = (page: Page) => page.getByRole('combobox', { name: 'Search users' });
const option = (page: Page, name: string | RegExp) =>
  page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option', { name });
const status = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('status');
const filters = (page: Page) => page.getByRole('group', { name: 'Filters' });
const headings = (page: Page) => page.getByRole('table', { name: 'Users' }).getByRole('columnheader');

async function addColumn(page: Page, column: string): Promise<void> {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('textbox', { name: 'Add a column' }).fill(column);
  await page.getByRole('button', { name: `Add ${column}`, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeHidden();
}

test('a key and a value of metadata are completed with the keyboard alone', async ({ admin, newUser }) => {
  const team = uniqueWord('team');
  const user = await newUser({ app_metadata: { squadron: team } });
  await visit(admin, '/console');
  await expect(async () => {
    await admin.keyboard.press('/');
    await expect(box(admin)).toBeFocused({ timeout: 1000 });
  }).toPass();
  await expect(box(admin)).toHaveAttribute('aria-expanded', 'true');
  await admin.keyboard.type('squad');
  await expect(option(admin, /app_metadata\.squadron/)).toBeVisible();
  await admin.keyboard.press('ArrowDown');
  await expect(option(admin, /app_metadata\.squadron/)).toHaveAttribute('aria-selected', 'true');
  await admin.keyboard.press('Enter');
  await expect(box(admin)).toHaveValue('app_metadata.squadron:');
  await expect(option(admin, team)).toBeVisible();
  await admin.keyboard.type(team.slice(0, 6));
  await admin.keyboard.press('Tab');
  await expect(box(admin)).toHaveValue(`app_metadata.squadron:${team} `);
  await expect(option(admin, /^AND Both/)).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('listbox')).toBeHidden();
  await admin.keyboard.press('Enter');
  await expect(status(admin)).toHaveText('1–1 of 1');
  await expect(admin.getByRole('link', { name: user.email })).toBeVisible();
  await box(admin).fill('');
  await expect(admin.getByRole('group', { name: 'Recent searches' })).toContainText(team);
});

test('a fault shows where it stands while somebody types, without asking the server, and one press mends it', async ({
  admin,
}) => {
  await visit(admin, '/console');
  await box(admin).fill('blocked:true AND emial:x AND name:a*');
  const fault = admin.getByRole('status').filter({ hasText: 'There is no field "emial"' });
  await expect(fault).toContainText('character 18');
  await expect(fault).toContainText('a searchable field');
  await expect(box(admin)).toHaveAttribute('aria-invalid', 'true');
  await admin.keyboard.press('Enter');
  await expect(admin).not.toHaveURL(/emial/);
  await admin.getByRole('button', { name: 'Use “email” instead' }).click();
  await expect(box(admin)).toHaveValue('blocked:true AND email:x AND name:a*');
  await expect(admin.getByText('No user matches')).toBeVisible();
  await expect(fault).toBeHidden();
});

test('filters write the query and read it', async ({ admin, api }) => {
  await visit(admin, '/console');
  await filters(admin).getByRole('button', { name: 'Blocked' }).click();
  await admin.getByRole('menuitemradio', { name: 'Yes' }).click();
  await expect(box(admin)).toHaveValue('blocked:true');
  await filters(admin).getByRole('button', { name: 'Verified' }).click();
  await admin.getByRole('menuitemradio', { name: 'No' }).click();
  const query = 'blocked:true AND NOT email_verified:true';
  await expect(box(admin)).toHaveValue(query);
  await expect(admin).toHaveURL((url) => url.searchParams.get('q') === query);
  await expect(status(admin)).toContainText(`of ${(await api.countUsers(query)).total}`);

  await box(admin).fill('NOT blocked:true AND (name:a* OR name:b*)');
  await admin.keyboard.press('Enter');
  await expect(filters(admin).getByRole('button', { name: 'Blocked No' })).toBeVisible();
  await expect(filters(admin)).toContainText('name:(a* OR b*)');
  await filters(admin).getByRole('button', { name: 'Remove the filter Blocked' }).click();
  await expect(box(admin)).toHaveValue('name:(a* OR b*)');

  await filters(admin).getByRole('button', { name: 'Signed up' }).click();
  await admin.getByRole('menuitemradio', { name: 'Another date…' }).click();
  await expect(box(admin)).toHaveValue('name:(a* OR b*) AND created_at:[');
  await expect(box(admin)).toBeFocused();
  await option(admin, /In the last 30 days/).click();
  await expect(box(admin)).toHaveValue(/^name:\(a\* OR b\*\) AND created_at:\[\d{4}-\d\d-\d\d TO \*\] $/);
});

test('columns are added, moved and kept, and sort where their field does', async ({ admin }) => {
  await visit(admin, '/console');
  await addColumn(admin, 'app_metadata.plan');
  await addColumn(admin, 'Nickname');
  await expect(headings(admin).last()).toHaveText('Nickname');
  await admin.getByRole('button', { name: 'Columns' }).click();
  await admin.getByRole('button', { name: 'Move Nickname up' }).click();
  await admin.getByRole('button', { name: 'Remove Logins' }).click();
  await admin.keyboard.press('Escape');
  const shown = ['Name', 'Email', 'Connection', 'Last login', 'Signed up', 'Nickname', 'app_metadata.plan'];
  await expect(headings(admin)).toHaveText(shown);
  await admin.getByRole('separator', { name: 'Width of Email' }).focus();
  await admin.keyboard.press('ArrowRight');
  await expect(admin.getByRole('separator', { name: 'Width of Email' })).toHaveAttribute(
    'aria-valuetext',
    /pixels/,
  );
  await visit(admin, '/console?q=app_metadata.plan:team');
  await expect(headings(admin)).toHaveText(shown);
  await expect(admin.getByRole('row').nth(1).getByRole('cell').last()).toHaveText('team');
  await headings(admin).filter({ hasText: 'Nickname' }).getByRole('button').click();
  await expect(admin).toHaveURL(/sort=nickname(:|%3A)1/);
  await expect(headings(admin).filter({ hasText: 'Nickname' })).toHaveAttribute('aria-sort', 'ascending');
});

test('a search is saved with its columns and its order, opened again, renamed and deleted', async ({
  admin,
}) => {
  const name = uniqueWord('Team plan');
  await visit(admin, '/console?q=app_metadata.plan:team&sort=name:1');
  await addColumn(admin, 'app_metadata.seats');
  await admin.getByRole('button', { name: 'Saved searches' }).click();
  await admin.getByRole('button', { name: 'Save this search…' }).click();
  await admin.getByRole('textbox', { name: 'Name' }).fill(name);
  await admin.getByRole('switch', { name: 'Shared with all administrators' }).press('Space');
  await admin.getByRole('button', { name: 'Save search' }).click();
  await expect(admin.getByText('Search saved')).toBeVisible();

  await visit(admin, '/console');
  await admin.evaluate(() => window.localStorage.clear());
  await visit(admin, '/console');
  await expect(headings(admin).filter({ hasText: 'app_metadata.seats' })).toHaveCount(0);
  await admin.getByRole('button', { name: 'Saved searches' }).click();
  await admin.getByRole('button', { name: `Shared ${name}` }).click();
  await expect(box(admin)).toHaveValue('app_metadata.plan:team');
  await expect(headings(admin).last()).toHaveText('app_metadata.seats');
  await expect(headings(admin).first()).toHaveAttribute('aria-sort', 'ascending');

  await admin.getByRole('button', { name, exact: true }).click();
  await admin.getByRole('button', { name: `Rename ${name}` }).click();
  await admin.getByRole('textbox', { name: 'Name' }).fill(`${name} 2`);
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await admin.getByRole('button', { name: `${name} 2`, exact: true }).click();
  await admin.getByRole('button', { name: `Delete ${name} 2` }).click();
  await admin.getByRole('button', { name: 'Delete search' }).click();
  await expect(admin.getByRole('button', { name: 'Saved searches' })).toBeVisible();
});

test('what a search finds is exported by a job, which is found again and opened', async ({
  admin,
  newUser,
}) => {
  const word = uniqueWord('export');
  const user = await newUser({ app_metadata: { batch: word, note: '=1+1' } });
  await visit(admin, `/console?q=${encodeURIComponent(`app_metadata.batch:"${word}"`)}`);
  await addColumn(admin, 'app_metadata.note');
  await admin.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = admin.getByRole('dialog', { name: 'Export users' });
  await expect(dialog.getByRole('checkbox', { name: 'app_metadata.note' })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'Logins' }).uncheck();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const row = dialog.getByRole('listitem', { name: new RegExp(`CSV of .*${word}`) });
  await expect(row.getByRole('status')).toContainText('1 user', { timeout: 60_000 });

  await visit(admin, '/console');
  await admin.getByRole('button', { name: 'Export', exact: true }).click();
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    row.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
  const [head, line] = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect(head).toBe(
    '"user_id","name","email","identities.connection","last_login","created_at","app_metadata.note"',
  );
  expect(line).toContain(`"'${user.email}"`);
  expect(line).toContain(`"'=1+1"`);
});

test('a search explains how it was answered', async ({ admin }) => {
  await visit(admin, '/console?q=app_metadata.plan:team');
  const region = admin.getByRole('region', { name: 'How this was answered' });
  await region.getByRole('button', { name: 'Explain' }).click();
  await expect(region).toContainText('Rows on this page50');
  await expect(region).toContainText('exact');
  await expect(region).toContainText(/Scan/);
  await region.getByRole('button', { name: 'Hide how this was answered' }).click();
  await expect(region).not.toContainText('Rows on this page');
});

test('a narrow screen has the search whole', async ({ openBrowser, adminState }) => {
  const page = await openBrowser({ storageState: adminState, viewport: { width: 400, height: 800 } });
  await visit(page, '/console');
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await box(page).fill('bloc');
  await option(page, /^blocked Blocked/).click();
  await option(page, 'true').click();
  await expect(box(page)).toHaveValue('blocked:true ');
  expect(await overflow()).toBeLessThanOrEqual(0);
});
