import type { Page, Response } from '@playwright/test';
import { expect, test } from './fixtures';
import { openSignedIn } from './sign-in';

/** What the content security policy of a page allows, by directive. */
function policyOf(response: Response | null): Map<string, string[]> {
  const header = response?.headers()['content-security-policy'] ?? '';
  return new Map(
    header.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

async function expectStrictPolicy(page: Page, address: string): Promise<string> {
  const response = await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading the editor')).toHaveCount(0);
  const policy = policyOf(response);
  const scripts = policy.get('script-src') ?? [];
  const nonce = scripts.find((source) => source.startsWith("'nonce-"));
  expect(nonce, `${address} has a nonce`).toBeDefined();
  expect(scripts).not.toContain("'unsafe-inline'");
  expect(scripts).not.toContain("'unsafe-eval'");
  expect(policy.get('object-src')).toEqual(["'none'"]);
  expect(policy.get('base-uri')).toEqual(["'none'"]);
  expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
  expect(response?.headers()['x-content-type-options']).toBe('nosniff');
  return nonce ?? '';
}

test('pages for everybody run no inline scripts and stay at home', async ({ page, shop }) => {
  const nonces = [
    await expectStrictPolicy(page, '/'),
    await expectStrictPolicy(page, '/setup'),
    await expectStrictPolicy(page, '/setup/done'),
    await expectStrictPolicy(page, '/u/error'),
    await expectStrictPolicy(page, `${shop}/login`),
    await expectStrictPolicy(page, `${shop}/login?screen_hint=signup`),
  ];
  expect(new Set(nonces).size, 'each response has a nonce of its own').toBe(nonces.length);
});

test('the pages of the console run no inline scripts and stay at home', async ({
  admin,
  api,
  newUser,
  demo,
}) => {
  const user = `/console/users/${encodeURIComponent((await newUser()).id)}`;
  const [rule] = await api.listRules();
  const pages = [
    '/console',
    user,
    `${user}/history`,
    '/console/rules',
    `/console/rules/${rule?.id}`,
    '/console/applications',
    `/console/applications/${demo.application.client_id}`,
  ];
  for (const path of pages) {
    await expectStrictPolicy(admin, path);
    expect(new URL(admin.url()).pathname).toBe(path);
  }
});

test('the profile page runs no inline scripts and stays at home', async ({ page, newUser }) => {
  await openSignedIn(page, '/profile', await newUser({ user_metadata: { theme: 'dark' } }));
  await expectStrictPolicy(page, '/profile');
});

test('an inline script that gets into a page does not run', async ({ page, watched }) => {
  watched.excuse(/Content Security Policy/);
  await page.goto('/');
  const blocked = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        document.body.insertAdjacentHTML(
          'beforeend',
          '<img src="data:," onerror="document.title = 1" alt="">',
        );
      }),
  );
  expect(await blocked).toBe('script-src-attr');
  await expect(page).toHaveTitle('Annex');
});
