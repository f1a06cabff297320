import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inheritedEnvironment } from '@/lib/env';
import { makeSdkTenant, type SdkTenant } from '@/lib/http/management/sdk.fixture';
import { buildExecutor } from '@/lib/rules/runner/build';
import { bundled, testDatabase } from '@/lib/testing';

const database = testDatabase();
const program = bundled('lib/cli/rules-test.ts');
let tenant: SdkTenant;
let root: string;
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeSdkTenant(database);
  root = await mkdtemp(join(tmpdir(), 'annex-rules-test-'));
});
afterAll(async () => {
  await tenant.close();
  await rm(root, { recursive: true });
});

type Ended = { code: number; stdout: string; stderr: string };

/** The command as `npm run rules:test` runs it, in a process of its own, against the tenant's server. */
function runTests(given: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env: NodeJS.ProcessEnv = {
    ...inheritedEnvironment(),
    ANNEX_URL: `https://${tenant.domain}`,
    ANNEX_CLIENT_ID: tenant.clientId,
    ANNEX_CLIENT_SECRET: tenant.clientSecret,
    NODE_EXTRA_CA_CERTS: tenant.authorityPath,
    ...environment,
  };
  const command = [program, ...given];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** A folder with these files. */
async function folder(name: string, files: Record<string, unknown>): Promise<string> {
  const path = join(root, name);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return path;
}

const planRule = `function (user, context, callback) {
  console.log('for', user.email);
  if (user.broken) nobody();
  context.idToken.plan = user.plan;
  callback(null, user, context);
}`;
const planAction = `exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('tier', event.user.app_metadata.plan);
};`;
const signUpAction = `exports.onExecutePreUserRegistration = async (event, api) => {
  api.access.deny('of nobody', 'Not you.');
};`;
const user = { email: 'a@example.com', app_metadata: { plan: 'gold' } };
const expects = (claims: object) => ({ name: 'Plan is on the token', user, expect: { id_token: claims } });

describe('npm run rules:test', () => {
  it('runs the code of a folder with the tests beside it, says what is not as expected, and ends with 1', async () => {
    const path = await folder('plain', {
      'plan.js': planRule,
      'plan.tests.json': [
        expects({ plan: 'gold' }),
        { name: 'Fails', user: { broken: true }, expect: { result: 'continue' } },
      ],
      'typed.ts':
        'function (user: { plan?: string }, context: any, callback: any) { callback(null, user, context); }',
      'actions/tier.js': planAction,
      'actions/tier.tests.json': expects({ tier: 'silver' }),
      'actions/sign-up.js': signUpAction,
      'actions/sign-up.tests.json': { name: 'Refused', user: {}, expect: { error_name: 'invalid_signup' } },
    });
    const rows = () =>
      database.sql`select (select count(*) from rules)::int as r, (select count(*) from actions)::int as a`;
    const before = await rows();
    const { code, stdout, stderr } = await runTests([path]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^Rule plan, plan\.js\n {2}✓ Plan is on the token \([\d.]+ ms\)$/m);
    expect(stdout).toMatch(
      /✗ Fails .*\n {6}The result should be continue and is error: nobody is not defined\./,
    );
    expect(stdout).toMatch(/^ {6}plan\.js:3:20 {2}ReferenceError: nobody is not defined$/m);
    expect(stdout).toMatch(
      /^Action tier, actions\/tier\.js\n.*\n {6}id_token\["tier"\] should be "silver" and is "gold"\.$/m,
    );
    expect(stdout).toMatch(/^typed\.ts has no tests\.\n4 tests of 3 scripts: 2 passed, 2 failed\.$/m);
    expect(await rows()).toEqual(before);
  });

  it('understands what auth0-deploy-cli writes, and puts code of the pipeline in its place', async () => {
    const live = `function (user, context, callback) { context.idToken.trail = (context.idToken.trail || '') + 'NAME'; callback(null, user, context); }`;
    for (const name of ['First', 'Second'])
      await tenant.call('POST', '/rules', { body: { name, script: live.replace('NAME', name) } });
    await tenant.changesHeard();
    const trail = {
      name: 'In its place',
      pipeline: true,
      user: {},
      expect: { id_token: { trail: 'draft Second' } },
    };
    const path = await folder('exported', {
      'rules/First.json': { name: 'First', script: './First.js', order: 1, enabled: true },
      'rules/First.js': live.replace('NAME', 'draft '),
      'rules-tests/First.json': [trail],
      'actions/Tier.json': {
        name: 'Tier',
        code: './actions/Tier/code.js',
        supported_triggers: [{ id: 'post-login', version: 'v3' }],
      },
      'actions/Tier/code.js': planAction,
      'actions/SignUp.json': {
        name: 'Sign-up',
        code: './actions/SignUp/code.js',
        supported_triggers: [{ id: 'pre-user-registration', version: 'v2' }],
      },
      'actions/SignUp/code.js': signUpAction,
      'actions-tests/SignUp.json': { name: 'Refused', expect: { result: 'deny', error_message: 'Not you.' } },
      'actions-tests/Tier.json': [{ ...expects({ tier: 'gold' }), pipeline: true }],
    });
    const { code, stdout } = await runTests([path]);
    expect([code, stdout.split('\n').at(-2)]).toEqual([0, '3 tests of 3 scripts: 3 passed, 0 failed.']);
    for (const { id } of (await tenant.call('GET', '/rules')).body)
      await tenant.call('DELETE', `/rules/${id}`);
  });

  it('names file and place of what cannot be read, and ends with 1', async () => {
    const path = await folder('faulty', {
      'plan.js': planRule,
      'plan.tests.json': '[{"name": "x"},\n  {"name": }]',
      'gone.tests.json': [],
      'other.js': planRule,
      'other.tests.json': [{ name: 'No subject', expect: { result: 'deny' } }],
    });
    const { code, stdout } = await runTests([path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^plan\.tests\.json:2:12 {2}This is not JSON/m);
    expect(stdout).toMatch(/^gone\.tests\.json {2}These tests are of no rule or Action in the folder$/m);
    expect(stdout).toMatch(
      /^other\.tests\.json {2}Test 1 is none: Give one of user_id, user and sign_in_id$/m,
    );
  });

  it('runs all saved tests of the tenant without a folder, and answers in JSON when it is asked to', async () => {
    const rule = await tenant.call('POST', '/rules', { body: { name: 'Plan', script: planRule } });
    await tenant.call('POST', `/rules/${rule.body.id}/tests`, { body: expects({ plan: 'gold' }) });
    const body = {
      name: 'Tier',
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      code: planAction,
    };
    const action = await tenant.call('POST', '/actions/actions', { body });
    const path = `/actions/actions/${action.body.id}/tests`;
    await tenant.call('POST', path, { body: expects({ tier: 'gold' }) });
    expect(await runTests([])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 tests of 2 scripts: 2 passed, 0 failed.'),
    });
    tenant.ctx.clock.advance(1);
    await tenant.call('POST', path, { body: { ...expects({ tier: 'lead' }), name: 'Other' } });
    const { code, stdout } = await runTests(['--json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      {
        passed: 2,
        failed: 1,
        scripts: [
          {
            kind: 'rule',
            name: 'Plan',
            id: rule.body.id,
            tests: [{ passed: true, logs: ['log: for a@example.com'] }],
          },
          {
            kind: 'action',
            tests: [{ passed: true }, { name: 'Other', failures: [expect.stringContaining('"lead"')] }],
          },
        ],
      },
    ]);
    const token = await tenant.machineToken('read:rules', 'update:rules');
    const rulesOnly = await runTests(['--token', token]);
    expect(rulesOnly.code).toBe(0);
    expect(rulesOnly.stdout).toMatch(
      /^Actions were left out: Insufficient scope.*\n1 test of 1 script: 1 passed/m,
    );
  });

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['a wrong secret', [], { ANNEX_CLIENT_SECRET: 'wrong' }, /gives \w+ no token: /],
    ['a token that is none', ['--token', 'x'], {}, /does not take the token/],
    ['a missing folder', ['/nowhere'], {}, /There is no folder \/nowhere/],
    ['nobody', [], { ANNEX_CLIENT_ID: '' }, /Nothing says who asks/],
  ])('ends with 2 and a sentence for %s', async (_, given, environment, sentence) => {
    const { code, stdout, stderr } = await runTests(given, environment);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with 2 and a sentence for a server that is not there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { code, stderr } = await runTests([], { ANNEX_URL: `http://127.0.0.1:${port}` });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/cannot be reached: ECONNREFUSED.*--url/)]);
  });

  it('ends with 2 where the caller may not, or a folder has code and no test', async () => {
    const token = await tenant.machineToken('read:users');
    const refused = await runTests(['--token', token, join(root, 'plain')]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('update:rules')]);
    const bare = await folder('bare', { 'plan.js': planRule });
    expect(await runTests([bare])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('There are no tests.'),
    });
  });
});
