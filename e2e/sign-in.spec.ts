import { shownClaims } from './example-shop';
import { expect, test, uniqueWord } from './fixtures';
import { signIn } from './sign-in';

const wrong = 'Wrong email or password.';

test('a person signs in to an application, whose tokens carry the claims that the rules set', async ({
  page,
  shop,
  demo,
}) => {
  await page.goto(shop);
  await expect(page.getByText('You are not signed in.')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('to continue to Demo web application')).toBeVisible();
  await signIn(page, demo.user);

  await expect(page.getByText('You are signed in.')).toBeVisible();
  const claims = await shownClaims(page);
  expect(claims).toMatchObject({
    iss: `${demo.url}/`,
    aud: demo.application.client_id,
    email: demo.user.email,
    'https://annex.example/plan': 'pro',
    'https://annex.example/user_metadata': { address: { city: 'London', country: 'GB' } },
  });
  expect(await shownClaims(page, 'userinfo')).toMatchObject({
    sub: claims.sub,
    'https://annex.example/plan': 'pro',
  });
});

test('what a rule stores at the sign-in is stored', async ({ page, shop, newUser, api }) => {
  const user = await newUser();
  await page.goto(`${shop}/login`);
  await signIn(page, user);
  await expect(page.getByText('You are signed in.')).toBeVisible();
  expect((await api.getUser(user.id)).app_metadata).toEqual({ first_application: 'Demo web application' });
});

test('a person is signed in at Annex: another sign-in asks nothing', async ({ page, shop, newUser }) => {
  const user = await newUser();
  await page.goto(`${shop}/login`);
  await signIn(page, user);
  await expect(page.getByText('You are signed in.')).toBeVisible();
  const first = await shownClaims(page);
  await page.goto(`${shop}/login`);
  await expect(page.getByText('You are signed in.')).toBeVisible();
  expect((await shownClaims(page)).sid).toBe(first.sid);
});

test('a new person makes an account on the way and is signed in', async ({ page, shop, api }) => {
  const email = `${uniqueWord('new')}@people.example`;
  await page.goto(`${shop}/login`);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible();
  await page.getByLabel('E-mail address').fill('not an address');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible();
  await expect(page.getByText('Choose a password.')).toBeVisible();

  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('password');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');

  await page.getByLabel('Password', { exact: true }).fill('Correct-horse-battery-9');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('You are signed in.')).toBeVisible();
  expect(await shownClaims(page)).toMatchObject({
    email,
    email_verified: false,
    'https://annex.example/plan': 'free',
  });
  const [made] = await api.findUsers(`email:"${email}"`);
  expect(made).toMatchObject({ email_verified: false, logins_count: 1 });
  await api.deleteUser(made?.user_id ?? '');
});

test('a wrong password and an unknown person get the same answer', async ({ page, shop, newUser }) => {
  const user = await newUser();
  const answers: (string | null)[] = [];
  for (const email of [user.email, `${uniqueWord('nobody')}@people.example`]) {
    await page.goto(`${shop}/login`);
    await signIn(page, { email, password: 'Not-the-password-1' });
    await expect(page.getByRole('alert').filter({ hasText: wrong })).toBeVisible();
    await expect(page.getByLabel('E-mail address or username')).toHaveValue(email);
    answers.push(await page.getByRole('main').textContent());
  }
  expect(answers[0]).toBe(answers[1]);
});

test('a blocked person does not come in', async ({ page, shop, newUser }) => {
  await page.goto(`${shop}/login`);
  await signIn(page, await newUser({ blocked: true }));
  await expect(page.getByText('Your account is blocked.')).toBeVisible();
});

test('whom a rule denies comes back to the application with the reason', async ({ page, shop, newUser }) => {
  await page.goto(`${shop}/login`);
  await signIn(page, await newUser({ app_metadata: { status: 'suspended' } }));
  await expect(page.getByRole('alert')).toHaveText('unauthorized: This account is suspended.');
  await expect(page.getByRole('heading', { name: 'Example shop' })).toBeVisible();
});

test('signing out ends the session here and at the application', async ({ page, shop, newUser }) => {
  await page.goto(`${shop}/login`);
  await signIn(page, await newUser());
  await page.getByRole('link', { name: 'Sign out' }).click();
  await expect(page.getByText('You are not signed in.')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByLabel('E-mail address or username')).toBeVisible();
});

test('a sign-in page of another browser leads nowhere', async ({ page, openBrowser, shop }) => {
  await page.goto(`${shop}/login`);
  const other = await openBrowser();
  await other.goto(page.url());
  await expect(other.getByRole('heading', { name: 'This sign-in cannot go on' })).toBeVisible();
});

test('signing in, making an account and their faults work without JavaScript', async ({
  openBrowser,
  shop,
  newUser,
  api,
}) => {
  const page = await openBrowser({ javaScriptEnabled: false });
  const user = await newUser();
  await page.goto(`${shop}/login`);
  await signIn(page, { ...user, password: 'Not-the-password-1' });
  await expect(page.getByText(wrong)).toBeVisible();
  await expect(page.getByLabel('E-mail address or username')).toHaveValue(user.email);
  await signIn(page, user);
  expect(await shownClaims(page)).toMatchObject({ sub: user.id });
  await page.getByRole('link', { name: 'Sign out' }).click();

  const email = `${uniqueWord('plain')}@people.example`;
  await page.goto(`${shop}/login?screen_hint=signup`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('Correct-horse-battery-9');
  await page.getByRole('button', { name: 'Create account' }).click();
  const { sub } = await shownClaims(page);
  expect(sub).toMatch(/^auth0\|/);
  await api.deleteUser(String(sub));
});
