import { expect, test } from './fixtures';

test('a started Annex answers /health, and discovery names it as the issuer', async ({ request, demo }) => {
  expect((await request.get('/health')).status()).toBe(200);
  const discovery = await (await request.get('/.well-known/openid-configuration')).json();
  expect(discovery.issuer).toBe(`${demo.url}/`);
  expect(discovery.authorization_endpoint).toBe(`${demo.url}/authorize`);
  const { keys } = await (await request.get(discovery.jwks_uri)).json();
  expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig' });
  expect(keys[0]).not.toHaveProperty('d');
});

test('the demo tenant is there', async ({ admin }) => {
  await admin.goto('/console');
  await expect(admin.getByRole('navigation', { name: 'Pages' })).toContainText(/of 10,\d{3}/);
  await admin.getByRole('link', { name: 'Rules' }).click();
  await expect(admin.getByRole('row', { name: 'Deny suspended accounts' })).toBeVisible();
  await admin.getByRole('link', { name: 'Applications' }).click();
  await expect(admin.getByRole('link', { name: 'Demo web application' })).toBeVisible();
});

for (const address of ['/setup', '/setup?token=guessed', '/setup?token=a&token=b']) {
  test(`${address} gives no form to make an administrator`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'Annex is set up already' })).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
  });
}

test('the form of /setup makes nobody an administrator without its token', async ({ request, api, demo }) => {
  const email = 'intruder@people.example';
  const answer = await request.post('/setup/answer', {
    headers: { origin: demo.url },
    multipart: { token: 'guessed', email, password: 'Correct-horse-battery-9', name: 'Intruder' },
  });
  expect(await answer.json()).toMatchObject({ ok: false });
  expect(await api.findUsers(`email:"${email}"`)).toEqual([]);
});

test('a page that is not there says so and leads back', async ({ page, watched }) => {
  watched.excuse(/404/);
  const response = await page.goto('/no-such-page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link').first()).toBeVisible();
});
