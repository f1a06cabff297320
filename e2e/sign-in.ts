import type { Page } from '@playwright/test';

export type Credentials = { email: string; password: string };

/** Fills in the sign-in page that is open. */
export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail address or username').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Opens a page of Annex that needs a session, and signs in on the way. */
export async function openSignedIn(page: Page, path: string, credentials: Credentials): Promise<void> {
  await page.goto(path);
  await signIn(page, credentials);
  await page.waitForURL((url) => url.pathname.startsWith(path));
}
