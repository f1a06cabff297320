import { expect, type Page } from '@playwright/test';
import { type Credentials, signIn } from './sign-in';

export type Claims = Record<string, unknown>;

/** What the example application shows of a token. */
export async function shownClaims(page: Page, testId: 'id-token' | 'userinfo' = 'id-token'): Promise<Claims> {
  return JSON.parse((await page.getByTestId(testId).textContent()) ?? 'null');
}

/** Signs in to the example application and gives the claims of the ID token. */
export async function signInToShop(page: Page, shop: string, who: Credentials): Promise<Claims> {
  await page.goto(`${shop}/login`);
  await signIn(page, who);
  await expect(page.getByText('You are signed in.')).toBeVisible();
  return shownClaims(page);
}
