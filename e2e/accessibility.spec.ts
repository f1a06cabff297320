import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signInToShop } from './example-shop';
import { expect, test } from './fixtures';
import { openSignedIn, signIn } from './sign-in';
import { visit } from './visit';

/** All rules, told of faults alone; the pages have no frames, for which it would open a page more each time. */
const analysis = (page: Page) =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });

/** Looks for faults in the page as it stands, in light and in dark. */
async function expectAccessible(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    const { violations } = await analysis(page).analyze();
    const faults = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${colorScheme}: ${id}\n${html}\n${failureSummary}`),
    );
    expect(faults.join('\n\n')).toBe('');
  }
}

test('first page and set-up', async ({ page }) => {
  for (const path of ['/', '/setup', '/setup/done', '/u/error']) {
    await visit(page, path);
    await expectAccessible(page);
  }
});

test('sign-in and its faults', async ({ page, shop }) => {
  await page.goto(`${shop}/login`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('Enter your password.')).toBeVisible();
  await expectAccessible(page);
});

test('consent', async ({ page, shop, newUser }) => {
  await page.goto(`${shop}/login?prompt=consent`);
  await signIn(page, await newUser());
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await expectAccessible(page);
});

test('sign-up and its faults', async ({ page, shop }) => {
  await page.goto(`${shop}/login?screen_hint=signup`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Choose a password.')).toBeVisible();
  await expectAccessible(page);
});

test('users, a query with a fault and a new user', async ({ admin }) => {
  await visit(admin, '/console');
  await expect(admin.getByRole('link', { name: /@|\w/ }).last()).toBeVisible();
  await expectAccessible(admin);
  await visit(admin, '/console?q=emial:x');
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Create user' }).click();
  await expect(admin.getByRole('dialog')).toBeVisible();
  await expectAccessible(admin);
});

test('a user and their history', async ({ admin, newUser, api }) => {
  const user = await newUser({ user_metadata: { theme: 'dark' }, app_metadata: { roles: ['owner'] } });
  await api.updateUser(user.id, { user_metadata: { theme: 'light' }, blocked: true });
  const path = `/console/users/${encodeURIComponent(user.id)}`;
  await visit(admin, path);
  await expect(admin.getByRole('textbox', { name: 'app_metadata as JSON' })).toBeAttached();
  await expectAccessible(admin);
  await visit(admin, `${path}/history`);
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(admin.getByRole('dialog')).toBeVisible();
  await expectAccessible(admin);
});

test('rules and the editor of a rule', async ({ admin, newRule }) => {
  const rule = await newRule({});
  await visit(admin, '/console/rules');
  await expectAccessible(admin);
  await visit(admin, `/console/rules/${rule.id}`);
  await expect(admin.getByRole('textbox', { name: `Code of ${rule.name}` })).toBeAttached();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(admin.getByText('The sign-in goes on.')).toBeVisible();
  await expectAccessible(admin);
});

test('Actions, the editor of one, its settings and its versions', async ({ admin, newAction }) => {
  const secrets = [{ name: 'API_KEY', value: 'a value' }];
  const action = await newAction({ secrets, deploy: true });
  await visit(admin, '/console/actions');
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Create Action' }).click();
  await expect(admin.getByRole('dialog')).toBeVisible();
  await expectAccessible(admin);
  await visit(admin, `/console/actions/${action.id}`);
  await expect(admin.getByRole('textbox', { name: `Code of ${action.name}` })).toBeAttached();
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(admin.getByText('The sign-in goes on.')).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole('tab', { name: 'Settings' }).click();
  await expectAccessible(admin);
});

test('sign-ins and one of them', async ({ admin, page, shop, newUser }) => {
  const user = await newUser();
  await signInToShop(page, shop, user);
  await visit(admin, '/console/sign-ins');
  await expectAccessible(admin);
  await admin.getByRole('link', { name: user.email }).click();
  await expect(admin.getByRole('heading', { name: user.email })).toBeVisible();
  await expectAccessible(admin);
});

test('applications', async ({ admin, demo }) => {
  await visit(admin, '/console/applications');
  await expectAccessible(admin);
  await visit(admin, `/console/applications/${demo.application.client_id}`);
  await expectAccessible(admin);
});

test('the profile page, as a form and as JSON, and no access', async ({ page, newUser }) => {
  const user = await newUser({ user_metadata: { theme: 'dark', newsletter: true, tags: ['a'] } });
  await openSignedIn(page, '/profile', user);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Edit as JSON' }).click();
  await expect(page.getByRole('textbox', { name: 'Your data as JSON' })).toBeAttached();
  await expectAccessible(page);
  await visit(page, '/console');
  await expectAccessible(page);
});
