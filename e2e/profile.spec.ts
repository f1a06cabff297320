import type { Page } from '@playwright/test';
import { focusEditor, typeInstead } from './editor';
import { expect, test, uniqueWord } from './fixtures';
import { captureAction, sendAction } from './server-action';
import { openSignedIn } from './sign-in';
import { baseURL } from './tenant';
import { visit } from './visit';

const secret = 'known-to-administrators-only';

async function saveReviewed(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Review changes to your data' });
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
}

/** Every body that comes to the page from us, but for the build's scripts and styles, which know nothing of users. */
async function keepBodies(page: Page): Promise<string[]> {
  const bodies: string[] = [];
  const isAboutUsers = (url: URL) =>
    url.origin === new URL(baseURL).origin && !url.pathname.startsWith('/_next/static/');
  await page.route(isAboutUsers, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    bodies.push(await response.text());
    await route.fulfill({ response });
  });
  return bodies;
}

test('a user changes their own data in the form', async ({ page, api, newUser }) => {
  const user = await newUser({
    user_metadata: { motto: 'onwards', newsletter: false, visits: 3, address: { city: 'London' } },
  });
  await openSignedIn(page, '/profile', user);
  await visit(page, '/profile');
  await page.getByRole('textbox', { name: 'Motto' }).fill('upwards');
  await page.getByText('Newsletter', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill('{"city": "Paris"}');
  await page.getByRole('button', { name: 'Remove Visits' }).click();
  await page.getByRole('button', { name: 'Add a field' }).click();
  const added = page.getByRole('form', { name: 'Add a field' });
  await added.getByLabel('Name').fill('favourite_colour');
  await added.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('textbox', { name: 'Favourite colour' }).fill('blue');
  await saveReviewed(page);
  expect((await api.getUser(user.id)).user_metadata).toEqual({
    motto: 'upwards',
    newsletter: true,
    address: { city: 'Paris' },
    favourite_colour: 'blue',
  });
});

test('a user changes their own data as JSON', async ({ page, api, newUser }) => {
  const user = await newUser({ user_metadata: { motto: 'onwards' }, app_metadata: { plan: 'gold' } });
  await openSignedIn(page, '/profile', user);
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'Edit as JSON' }).click();
  await focusEditor(page, 'Your data as JSON');
  await typeInstead(page, '{"motto": "upwards", "interests": ["chess"]}');
  await saveReviewed(page);
  expect(await api.getUser(user.id)).toMatchObject({
    user_metadata: { motto: 'upwards', interests: ['chess'] },
    app_metadata: { plan: 'gold' },
  });
  await page.getByRole('button', { name: 'Edit as a form' }).click();
  await expect(page.getByRole('textbox', { name: 'Motto' })).toHaveValue('upwards');
});

test('app_metadata is nowhere in what a user gets', async ({ page, newUser }) => {
  const user = await newUser({ user_metadata: { motto: 'onwards' }, app_metadata: { note: secret } });
  await openSignedIn(page, '/profile', user);
  const bodies = await keepBodies(page);
  await visit(page, '/profile');
  await page.getByRole('textbox', { name: 'Motto' }).fill('upwards');
  await saveReviewed(page);
  await page.getByRole('button', { name: 'Edit as JSON' }).click();
  await expect(page.getByRole('textbox', { name: 'Your data as JSON' })).toBeAttached();
  await page.unrouteAll({ behavior: 'wait' });
  const answersToSave = bodies.filter((body) => body.includes('"motto":"upwards"'));
  expect(answersToSave.length, 'the bodies are read').toBeGreaterThan(0);
  for (const body of [await page.content(), ...bodies]) {
    expect(body.includes(secret)).toBe(false);
    expect(body.includes('app_metadata')).toBe(false);
  }
});

test('no request that a user can craft writes app_metadata or somebody else', async ({
  page,
  api,
  newUser,
}) => {
  const user = await newUser({ user_metadata: { motto: 'onwards' }, app_metadata: { plan: 'free' } });
  const victim = await newUser({ user_metadata: { motto: 'onwards' } });
  await openSignedIn(page, '/profile', user);
  await visit(page, '/profile');
  await page.getByRole('textbox', { name: 'Motto' }).fill('upwards');
  const call = await captureAction(page, () => saveReviewed(page));
  const [told] = JSON.parse(call.body);
  expect(told).toEqual({ expectedVersion: expect.any(Number), user_metadata: { motto: 'upwards' } });

  const honest = { expectedVersion: told.expectedVersion + 1, user_metadata: { motto: 'crafted' } };
  const before = [await api.getUser(user.id), await api.getUser(victim.id)];
  const crafted: unknown[] = [
    { ...honest, app_metadata: { plan: 'gold' } },
    { ...honest, user_id: victim.id },
    { ...honest, userId: victim.id },
    { ...honest, patch: { app_metadata: { plan: 'gold' } } },
    { ...honest, user_metadata: undefined },
    { ...honest, email: 'somebody@people.example' },
    { userId: victim.id, expectedVersion: 1, patch: honest },
  ];
  for (const input of crafted) {
    const answer = await sendAction(page, call, input);
    expect(await answer.text(), JSON.stringify(input)).toContain('"ok":false');
  }
  const elsewhere = { ...call, headers: { ...call.headers, origin: 'https://elsewhere.example' } };
  await sendAction(page, elsewhere, honest);
  expect([await api.getUser(user.id), await api.getUser(victim.id)]).toEqual(before);

  await sendAction(page, call, honest);
  expect((await api.getUser(user.id)).user_metadata, 'the call itself works').toEqual({ motto: 'crafted' });
});

test('an API token of a user writes their user_metadata at most', async ({ request, api, demo, newUser }) => {
  const user = await newUser({ app_metadata: { plan: 'free' } });
  const other = await newUser();
  const { client_id, client_secret } = demo.application;
  const answer = await request.post('/oauth/token', {
    data: {
      grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
      realm: demo.user.connection,
      username: user.email,
      password: user.password,
      audience: demo.management.audience,
      scope: 'read:current_user update:current_user_metadata update:users update:users_app_metadata',
      client_id,
      client_secret,
    },
  });
  const { access_token, scope } = await answer.json();
  expect(scope).toBe('read:current_user update:current_user_metadata');
  const headers = { authorization: `Bearer ${access_token}` };
  const patch = async (id: string, data: object) =>
    (await request.patch(`/api/v2/users/${encodeURIComponent(id)}`, { headers, data })).status();
  const { app_metadata } = await api.getUser(user.id);
  expect(await patch(user.id, { user_metadata: { motto: 'upwards' } })).toBe(200);
  expect(await patch(user.id, { app_metadata: { plan: 'gold' } })).toBe(403);
  expect(await patch(user.id, { user_metadata: {}, blocked: false })).toBe(403);
  expect(await patch(other.id, { user_metadata: { motto: 'upwards' } })).toBe(403);
  expect(await api.getUser(user.id)).toMatchObject({ app_metadata, user_metadata: { motto: 'upwards' } });
  expect(await api.getUser(other.id)).not.toHaveProperty('user_metadata');
});

test('the console is closed to who is no administrator, and so are its actions', async ({
  page,
  admin,
  api,
  demo,
  newUser,
  newRule,
  watched,
}) => {
  watched.excuse(/status of 40[134]/);
  const user = await newUser({ app_metadata: { plan: 'free' } });
  const target = await newUser({ user_metadata: { motto: 'onwards' } });
  const { script } = await newRule({});
  await openSignedIn(page, '/profile', user);
  const userPage = `/console/users/${encodeURIComponent(target.id)}`;
  for (const path of [
    '/console',
    userPage,
    `${userPage}/history`,
    '/console/rules',
    '/console/applications',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'The console is for administrators' })).toBeVisible();
    const payload = await page.request.get(path, { headers: { rsc: '1' } });
    expect((await page.content()) + (await payload.text())).not.toContain(target.email);
  }

  await visit(admin, userPage);
  await admin.getByLabel('Nickname').fill('seen');
  const call = await captureAction(admin, () => admin.getByRole('button', { name: 'Save profile' }).click());
  await expect(admin.getByText('Profile saved')).toBeVisible();
  const input = { userId: target.id, expectedVersion: 2, patch: { nickname: 'crafted' } };
  await sendAction(page, call, input);
  await sendAction(page, { ...call, path: '/profile' }, input);
  expect(await api.getUser(target.id)).toMatchObject({ nickname: 'seen' });

  const tested = await page.request.post('/console/rules/test', {
    headers: { origin: new URL(admin.url()).origin },
    data: { script, scope: 'alone', user_id: target.id, client_id: demo.application.client_id },
  });
  expect(await tested.json()).toMatchObject({ ok: false, code: 'forbidden' });
});

test('somebody new makes an account on the first page and gets a profile', async ({ page, api }) => {
  const email = `${uniqueWord('new')}@people.example`;
  await visit(page, '/');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('Correct-horse-battery-9');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: email })).toBeVisible();
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/profile');
  const [made] = await api.findUsers(`email:"${email}"`);
  await api.deleteUser(made?.user_id ?? '');
});

test('a person who is signed out is asked to sign in, and comes back', async ({ page, newUser }) => {
  const user = await newUser();
  await openSignedIn(page, '/profile', user);
  await visit(page, '/profile');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Annex' })).toBeVisible();
  await page.goto('/profile');
  await expect(page.getByLabel('E-mail address or username')).toBeVisible();
});
