import { signInToShop } from './example-shop';
import { expect, test } from './fixtures';
import { openSignedIn, signIn } from './sign-in';
import { visit } from './visit';

const claim = 'https://example.com/tier';

test('a sign-in appears in the log by itself, and what rules did in it is told', async ({
  admin,
  page,
  shop,
  newUser,
  newRule,
}) => {
  const user = await newUser({ app_metadata: { tier: 'gold' } });
  const rule = await newRule({
    enabled: true,
    script: `function (user, context, callback) {
  if (user.email !== '${user.email}') return callback(null, user, context);
  console.log('tier of', user.email);
  context.idToken['${claim}'] = user.tier;
  auth0.users.updateUserMetadata(user.user_id, { greeted: true }).then(() => callback(null, user, context), callback);
}`,
  });
  await visit(admin, `/console/sign-ins?rule=${rule.id}`);
  await expect(admin.getByText('Live', { exact: true })).toBeVisible();
  await signInToShop(page, shop, user);
  const row = admin.getByRole('listitem').filter({ has: admin.getByRole('link', { name: user.email }) });
  await expect(row).toContainText('Let in');
  await expect(row).toContainText(rule.name);
  await expect(row.getByRole('list', { name: 'Console output' })).toContainText(`tier of ${user.email}`);
  await expect(admin.getByRole('status').filter({ hasText: 'Live, 1 new' })).toBeVisible();

  await row.getByRole('link', { name: user.email }).click();
  await expect(admin.getByRole('heading', { name: user.email })).toBeVisible();
  const changes = admin.getByRole('table', { name: 'Changes of the ID token' });
  await expect(changes.getByRole('row', { name: claim })).toContainText('"gold"');
  await expect(admin.getByRole('table', { name: 'Changes of user_metadata' })).toContainText('greeted');
  await expect(admin.getByRole('list', { name: 'Rules and Actions that ran' })).toContainText(rule.name);

  await admin.getByRole('link', { name: `Re-run this in ${rule.name}` }).click();
  await expect(admin.getByRole('radio', { name: 'Past sign-in' })).toBeChecked();
  await expect(admin.getByLabel('Past sign-in', { exact: true }).last()).toHaveValue(/.+/);
  await admin.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = admin.getByRole('region', { name: 'Try it' });
  await expect(outcome.getByText('The sign-in goes on.')).toBeVisible();
  await expect(outcome.getByRole('table', { name: 'Changes of the ID token' })).toContainText('"gold"');
});

test('the log is narrowed to refusals of one person, says why, and stands still when it is paused', async ({
  admin,
  openBrowser,
  shop,
  newUser,
  newRule,
}) => {
  const [refused, other] = [await newUser(), await newUser()];
  const rule = await newRule({
    enabled: true,
    script: `function (user, context, callback) {
  if (user.email === '${refused.email}') return callback(new UnauthorizedError('Not you.'));
  callback(null, user, context);
}`,
  });
  await visit(admin, '/console/sign-ins');
  await admin.getByLabel('Result').selectOption('Denied');
  await expect(admin).toHaveURL(/result=deny/);
  const picker = admin.getByRole('combobox', { name: /User/ });
  await picker.fill(refused.email);
  await admin.getByRole('option', { name: refused.email }).click();
  await expect(admin).toHaveURL(/user=/);
  await expect(admin.getByText('No sign-in matches')).toBeVisible();

  const refusedPage = await openBrowser();
  await refusedPage.goto(`${shop}/login`);
  await signIn(refusedPage, refused);
  await expect(refusedPage.getByRole('alert').filter({ hasText: 'Not you.' })).toBeVisible();
  const rows = admin.getByRole('list', { name: 'Sign-ins, newest first' }).locator('> li');
  await expect(rows).toHaveCount(1);
  await expect(admin.getByText(`${rule.name}: Not you.`)).toBeVisible();

  await admin.getByRole('button', { name: /^Sign-ins of everybody/ }).click();
  await admin.getByLabel('Result').selectOption('Any');
  await expect(admin).not.toHaveURL(/result=|user=/);
  await admin.getByRole('button', { name: 'Pause' }).click();
  await expect(admin.getByText('Paused')).toBeVisible();
  const asked: string[] = [];
  admin.on('request', (request) => void asked.push(request.url()));
  const otherPage = await openBrowser();
  await otherPage.goto(`${shop}/login`);
  await signIn(otherPage, other);
  await expect(otherPage.getByText('You are signed in.')).toBeVisible();
  await expect(admin.getByRole('link', { name: other.email })).toHaveCount(0);
  expect(asked.filter((url) => url.endsWith('/latest'))).toEqual([]);
  await admin.getByRole('button', { name: 'Go on' }).click();
  await expect(admin.getByRole('link', { name: other.email })).toBeVisible();
});

test('the log belongs to administrators', async ({ page, demo, newUser }) => {
  await openSignedIn(page, '/profile', await newUser());
  await page.goto('/console/sign-ins');
  await expect(page).toHaveURL(/no-access/);
  const answer = await page.request.post('/console/sign-ins/latest', {
    data: {},
    headers: { origin: new URL(demo.url).origin },
  });
  expect(await answer.json()).toMatchObject({ ok: false, code: 'forbidden' });
  const elsewhere = await page.request.post('/console/sign-ins/latest', {
    data: {},
    headers: { origin: 'https://evil.example' },
  });
  expect(elsewhere.status()).toBe(403);
});
