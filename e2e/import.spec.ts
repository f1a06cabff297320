import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { hash } from '@node-rs/bcrypt';
import { signInToShop } from './example-shop';
import { expect, test, uniqueWord } from './fixtures';
import { dataDir } from './tenant';
import { visit } from './visit';

type Ended = { code: number; output: string };

/** `npm run import -- PATH` for the tenant that the server serves, while it serves. */
function runImport(path: string): Promise<Ended> {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const env = { ...process.env, ANNEX_DATA_DIR: dataDir };
  return new Promise((resolve) => {
    execFile('npm', ['run', '--silent', 'import', '--', path], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

test('imported users sign in with the password they had', async ({ page, shop, api }, testInfo) => {
  const domain = `${uniqueWord('import')}.example`;
  const records = [
    {
      email: `grace@${domain}`,
      email_verified: true,
      name: 'Grace Imported',
      password_hash: await hash('Old-password-of-grace-1', 10),
      user_metadata: { theme: 'dark' },
      app_metadata: { plan: 'legacy' },
    },
    {
      email: `alan@${domain}`,
      custom_password_hash: {
        algorithm: 'bcrypt',
        hash: { value: await hash('Old-password-of-alan-1', 10) },
      },
    },
    { email: 'not an address' },
  ];
  const file = testInfo.outputPath('users.ndjson.gz');
  await writeFile(file, gzipSync(records.map((record) => JSON.stringify(record)).join('\n')));
  const { code, output } = await runImport(file);
  expect(output).toContain('3 records: 2 inserted, 0 updated, 1 failed.');
  expect(output).toMatch(/row 3, line 3: email: .* \(FORMAT\)/);
  expect(code).toBe(1);

  const claims = await signInToShop(page, shop, {
    email: `grace@${domain}`,
    password: 'Old-password-of-grace-1',
  });
  expect(claims).toMatchObject({
    name: 'Grace Imported',
    'https://annex.example/plan': 'legacy',
    'https://annex.example/user_metadata': { theme: 'dark' },
  });
  const alan = { email: `alan@${domain}`, password: 'Old-password-of-alan-1' };
  await page.getByRole('link', { name: 'Sign out' }).click();
  expect(await signInToShop(page, shop, alan)).toMatchObject({ email: alan.email });
  for (const { user_id } of await api.findUsers(`email.domain:"${domain}"`)) await api.deleteUser(user_id);
});

test('a folder of rules as auth0-deploy-cli writes it is seen in the console and runs', async ({
  admin,
  page,
  shop,
  api,
  newUser,
  ruleName,
}, testInfo) => {
  const user = await newUser();
  const key = `KEY_${ruleName.replaceAll('-', '_')}`;
  const folder = testInfo.outputPath('tenant');
  await mkdir(join(folder, 'rules'), { recursive: true });
  await mkdir(join(folder, 'rules-configs'), { recursive: true });
  const rule = {
    enabled: true,
    script: `./${ruleName}.js`,
    name: ruleName,
    order: 70,
    stage: 'login_success',
  };
  const script = `function (user, context, callback) {
  context.idToken['https://example.com/imported'] = configuration.${key};
  callback(null, user, context);
}
`;
  await writeFile(join(folder, `rules/${ruleName}.json`), JSON.stringify(rule));
  await writeFile(join(folder, `rules/${ruleName}.js`), script);
  const config = { key, value: 'from the folder' };
  await writeFile(join(folder, `rules-configs/${key}.json`), JSON.stringify(config));
  const { code, output } = await runImport(folder);
  expect(output).toContain('Rules: 1 created, 0 updated, 0 as they were. Configuration values: 1.');
  expect(code).toBe(0);

  await visit(admin, '/console/rules');
  await expect(admin.getByRole('row', { name: ruleName }).getByRole('switch')).toBeChecked();
  await expect(admin.getByRole('list', { name: 'Configuration' })).toContainText(key);
  await admin.getByRole('link', { name: ruleName }).click();
  await expect(admin.getByRole('textbox', { name: `Code of ${ruleName}` })).toBeAttached();
  await expect(admin.getByText('https://example.com/imported')).toBeVisible();
  expect(await signInToShop(page, shop, user)).toHaveProperty(
    ['https://example.com/imported'],
    'from the folder',
  );
  await api.deleteRuleConfig(key);
});
