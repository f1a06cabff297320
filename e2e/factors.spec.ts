import type { Page } from '@playwright/test';
import { generate } from 'otplib';
import { expect, test } from './fixtures';
import { openSignedIn, signIn } from './sign-in';
import { visit } from './visit';

/** What the person's app shows, or will show: a code is good once, and one of the next half minute is taken too. */
const codeOf = (secret: string, later = 0) =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + later });

async function typedKey(page: Page): Promise<string> {
  await page.getByText('Cannot scan it?').click();
  return ((await page.getByTestId('authenticator-key').textContent()) ?? '').replaceAll(/\s/g, '');
}

const shownRecoveryCode = async (page: Page) =>
  ((await page.getByTestId('recovery-code').textContent()) ?? '').replaceAll(/\s/g, '');

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code from your app').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an application that asks for more than a password has it: set up, used, and recovered from', async ({
  openBrowser,
  shop,
  newUser,
  newRule,
}) => {
  const user = await newUser();
  await newRule({
    enabled: true,
    script: `function (user, context, callback) {
      if (user.email === '${user.email}') context.multifactor = { provider: 'any' };
      callback(null, user, context);
    }`,
  });
  const signInToShop = async () => {
    const page = await openBrowser();
    await page.goto(`${shop}/login`);
    await signIn(page, user);
    return page;
  };

  const first = await signInToShop();
  await expect(first.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  const secret = await typedKey(first);
  await giveCode(first, '12');
  await expect(first.getByText('This code is not right')).toBeVisible();
  await giveCode(first, await codeOf(secret, -30));
  const recoveryCode = await shownRecoveryCode(first);
  await first.getByRole('button', { name: 'I have kept it' }).click();
  await expect(first.getByText('You are signed in.')).toBeVisible();

  const second = await signInToShop();
  await expect(second.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await second.getByText('Do not ask again in this browser').click();
  await giveCode(second, await codeOf(secret, 30));
  await expect(second.getByText('You are signed in.')).toBeVisible();
  await second.goto(`${shop}/login?prompt=login`);
  await signIn(second, user);
  await expect(second.getByText('You are signed in.')).toBeVisible();

  const third = await signInToShop();
  await third.getByRole('link', { name: 'Use your recovery code' }).click();
  await third.getByLabel('Recovery code').fill(recoveryCode.toLowerCase());
  await third.getByRole('button', { name: 'Continue' }).click();
  expect(await shownRecoveryCode(third)).not.toBe(recoveryCode);
  await third.getByRole('button', { name: 'I have kept it' }).click();
  await expect(third.getByText('You are signed in.')).toBeVisible();
});

test('a person sets a second factor up by themselves, signs in with it, and an administrator resets it', async ({
  page,
  openBrowser,
  admin,
  newUser,
}) => {
  const user = await newUser();
  await openSignedIn(page, '/profile', user);
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
  await dialog.getByLabel('Your password').fill('not my password');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('This is neither your password')).toBeVisible();
  await dialog.getByLabel('Your password').fill(user.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const secret = await typedKey(page);
  await dialog.getByLabel('Code from your app').fill(await codeOf(secret, -30));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog.getByTestId('recovery-code')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText('Authenticator app')).toBeVisible();

  const elsewhere = await openBrowser();
  await elsewhere.goto('/profile');
  await signIn(elsewhere, user);
  await giveCode(elsewhere, await codeOf(secret));
  await elsewhere.waitForURL((url) => url.pathname === '/profile');

  await visit(admin, `/console/users/${encodeURIComponent(user.id)}`);
  await admin.getByRole('button', { name: 'Reset second factor' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(admin.getByText('None is set up.')).toBeVisible();
  const after = await openBrowser();
  await openSignedIn(after, '/profile', user);
});
