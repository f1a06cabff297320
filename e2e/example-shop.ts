import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import type { DemoFile } from '@/lib/demo';
import { startExample } from './example/app';
import { type Credentials, signIn } from './sign-in';
import { visit } from './visit';

export type Claims = Record<string, unknown>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Allows the application its addresses in the console, where `admin` is signed in. */
async function allowAddresses(admin: Page, application: DemoFile['application'], origin: string) {
  await visit(admin, `/console/applications/${application.client_id}`);
  const card = admin.getByRole('region', { name: 'Addresses' });
  const callbacks = [application.redirect_uri, `${origin}/callback`];
  await card.getByRole('textbox', { name: 'Callback addresses' }).fill(callbacks.join('\n'));
  const afterLogout = [new URL('/', application.redirect_uri).href, `${origin}/`];
  await card.getByRole('textbox', { name: 'Logout addresses' }).fill(afterLogout.join('\n'));
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Saved', { exact: true })).toBeVisible();
}

/** Starts the example application on a port that is free, so that it stands in nobody's way. */
export async function openShop(
  admin: Page,
  { url, application }: DemoFile,
): Promise<{ server: Server; origin: string }> {
  const origin = `http://localhost:${await freePort()}`;
  await allowAddresses(admin, application, origin);
  const { client_id: clientId, client_secret: clientSecret } = application;
  const redirectUri = `${origin}/callback`;
  const server = await startExample({ issuer: `${url}/`, clientId, clientSecret, redirectUri });
  return { server, origin };
}

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
