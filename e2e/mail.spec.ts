import type { Page } from '@playwright/test';
import { expect, test, uniqueWord } from './fixtures';
import { openSignedIn, signIn } from './sign-in';
import { visit } from './visit';

/** Opens the newest mail to this address in the outbox; a job writes it, so it may take a moment. */
async function openMail(admin: Page, to: string): Promise<void> {
  const mail = admin.getByRole('listitem').filter({ hasText: `to ${to}` });
  await expect(async () => {
    await visit(admin, '/console/outbox');
    await expect(mail.first()).toBeVisible({ timeout: 1000 });
  }).toPass();
  await mail.first().getByRole('link').click();
  await expect(admin.getByRole('heading', { level: 1 })).not.toHaveText('Mail');
}

const linkOf = async (admin: Page) =>
  (await admin.getByRole('region', { name: 'Text' }).getByRole('link').first().getAttribute('href')) ?? '';

test('somebody who forgot their password gets a mail, chooses a new one and signs in with it', async ({
  page,
  admin,
  newUser,
}) => {
  const user = await newUser({ given_name: 'Grace' });
  await page.goto('/profile');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
  await page.getByLabel('E-mail address').fill('no address');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText(`If there is an account for ${user.email}`)).toBeVisible();

  await openMail(admin, user.email);
  await expect(admin.getByRole('heading', { name: 'Choose a new password for Annex' })).toBeVisible();
  const frame = admin.frameLocator('iframe[title="The mail"]');
  await expect(frame.getByText('Hello Grace,')).toBeVisible();

  await page.goto(await linkOf(admin));
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await page.getByLabel('New password').fill('weak');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByRole('list', { name: 'What the password needs' })).toContainText(
    'At least 8 characters',
  );
  const password = `Fresh-${uniqueWord('Horse')}-9`;
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByRole('heading', { name: 'Your password is changed' })).toBeVisible();

  await page.goto('/profile');
  await signIn(page, user);
  await expect(page.getByText('Wrong email or password.')).toBeVisible();
  await signIn(page, { ...user, password });
  await page.waitForURL((url) => url.pathname === '/profile');

  await page.goto(await linkOf(admin));
  await expect(page.getByRole('heading', { name: 'This link has been used' })).toBeVisible();
});

test('an unknown address gets the same answer, and nobody a mail', async ({ page, admin }) => {
  const email = `${uniqueWord('nobody')}@people.example`;
  await page.goto('/profile');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText(`If there is an account for ${email}`)).toBeVisible();
  await visit(admin, '/console/outbox');
  await expect(admin.getByText(email)).toHaveCount(0);
});

test('a new person proves their address with a click that no program makes for them', async ({
  page,
  admin,
  newUser,
  api,
  request,
}) => {
  const user = await newUser({ email_verified: false });
  await openMail(admin, user.email);
  const link = await linkOf(admin);
  expect((await request.get(link)).status()).toBe(200);
  expect((await api.getUser(user.id)).email_verified).toBe(false);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Confirm your e-mail address' })).toBeVisible();
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
  expect((await api.getUser(user.id)).email_verified).toBe(true);
});

test('the pages work without scripts', async ({ openBrowser, admin, newUser }) => {
  const user = await newUser({ email_verified: false });
  await openMail(admin, user.email);
  const page = await openBrowser({ javaScriptEnabled: false });
  await page.goto(await linkOf(admin));
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
});

test('what a hostile mail holds stays in its frame', async ({ admin, api, newUser, watched }) => {
  const template = {
    template: 'verify_email' as const,
    subject: 'Hostile',
    body: '<script>parent.document.title = "owned"</script><img src="https://evil.example/pixel.png" onerror="alert(1)"><p>Shown all the same</p>',
    enabled: true,
  };
  await api.writeTemplate(template);
  watched.excuse(/Blocked script execution|Content Security Policy|sandboxed/);
  try {
    const user = await newUser({ email_verified: false });
    // A request that the policy stops is announced too, and fails; only what gets past it meets a route.
    let sent = 0;
    await admin.route('https://evil.example/**', (route) => {
      sent++;
      return route.abort();
    });
    const stopped = admin.waitForEvent('requestfailed', (request) => request.url().includes('evil.example'));
    await openMail(admin, user.email);
    await expect(admin.frameLocator('iframe').getByText('Shown all the same')).toBeVisible();
    expect(await admin.title()).not.toContain('owned');
    expect((await stopped).failure()?.errorText).toBe('csp');
    expect(sent).toBe(0);
  } finally {
    await api.writeTemplate({ template: 'verify_email', enabled: true });
  }
});

test('the outbox is for administrators', async ({ page, demo }) => {
  await openSignedIn(page, '/profile', demo.user);
  await page.goto('/console/outbox');
  await expect(page).toHaveURL(/\/no-access$/);
});
