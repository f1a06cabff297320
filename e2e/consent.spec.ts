import { shownClaims } from './example-shop';
import { expect, test } from './fixtures';
import { signIn } from './sign-in';

test('a person sees what an application wants, declines, and agrees, with scripts and without', async ({
  openBrowser,
  shop,
  newUser,
}) => {
  const user = await newUser();
  for (const javaScriptEnabled of [true, false]) {
    const page = await openBrowser({ javaScriptEnabled });
    await page.goto(`${shop}/login?prompt=consent`);
    await signIn(page, user);
    await expect(page.getByRole('heading', { name: 'Share your account?' })).toBeVisible();
    await expect(page.getByText(user.email)).toBeVisible();
    await expect(page.getByText('See your e-mail address')).toBeVisible();
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect(page.getByRole('alert')).toHaveText('access_denied: User did not authorize the request');
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page.getByText('You are signed in.')).toBeVisible();

    await page.goto(`${shop}/login?prompt=consent`);
    await page.getByRole('button', { name: 'Accept' }).press('Enter');
    await expect(page.getByText('You are signed in.')).toBeVisible();
    expect((await shownClaims(page)).email).toBe(user.email);
  }
});
