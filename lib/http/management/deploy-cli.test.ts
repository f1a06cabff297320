import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inheritedEnvironment } from '@/lib/env';
import { testDatabase } from '@/lib/testing';
import { type Host, makeSdkTenant, openHost, type SdkTenant } from './sdk.fixture';

const run = promisify(execFile);
const cli = createRequire(import.meta.url).resolve('auth0-deploy-cli');
// Without it four runs take a minute and a half.
const quick = new URL('./deploy-cli.fixture.mjs', import.meta.url).href;
const team = fileURLToPath(new URL('./team-tenant.fixture', import.meta.url));

const firstDatabase = testDatabase();
const secondDatabase = testDatabase();
let folder: string;
let host: Host;
let tenant: SdkTenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'annex-deploy-'));
  host = await openHost();
  tenant = await makeSdkTenant(firstDatabase, host);
});
afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

/** The published program, as a team runs it; only the domain differs, and that it does not dawdle. Gives, or throws, what it said. */
async function a0deploy(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, ['--import', quick, cli, ...args], {
    cwd: folder,
    env: {
      ...inheritedEnvironment(),
      NODE_EXTRA_CA_CERTS: host.authorityPath,
      AUTH0_DOMAIN: host.domain,
      AUTH0_CLIENT_ID: tenant.clientId,
      AUTH0_CLIENT_SECRET: tenant.clientSecret,
      // An export has a mark in place of a connection's secret, which its importer fills in.
      AUTH0_KEYWORD_REPLACE_MAPPINGS: JSON.stringify({
        DOMAIN: host.domain,
        CONNECTIONS_GOOGLE_OAUTH2_SECRET: 'g-secret',
      }),
    },
  }).catch((failed: { stdout: string; stderr: string }) => {
    throw new Error(failed.stdout + failed.stderr);
  });
  return stdout + stderr;
}

const exportTo = (name: string) =>
  a0deploy('export', '--output_folder', name, '--format', 'directory', '--strip', 'true');
const importFrom = (name: string) => a0deploy('import', '--input_file', name);

const parsed = (path: string, text: string): unknown => (path.endsWith('.json') ? JSON.parse(text) : text);

/** Every file of a folder by its path in it; of JSON the value. */
async function contents(name: string): Promise<Record<string, unknown>> {
  const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')));
  return Object.fromEntries(
    files.map((path, index) => [path.slice(join(folder, name).length + 1), parsed(path, texts[index] ?? '')]),
  );
}

describe('auth0-deploy-cli, as a team has it', { timeout: 400_000 }, () => {
  it('imports a folder that was written by hand', async () => {
    await cp(team, join(folder, 'team'), { recursive: true });
    expect(await importFrom('team')).toContain('Import Successful');
    const { rules, actions, clients, connections, roles, resourceServers, clientGrants } = tenant.management;
    expect((await rules.list()).data.map(({ name, order, enabled }) => [name, order, enabled])).toEqual([
      ['Roles', 10, true],
      ['Only verified', 20, false],
    ]);
    const [plan] = (await actions.list({ actionName: 'Plan' })).data;
    expect(plan).toMatchObject({ all_changes_deployed: true, secrets: [{ name: 'KEY' }] });
    const shop = (await clients.list()).data.find(({ name }) => name === 'Acme Shop');
    expect(shop).toMatchObject({
      client_metadata: { theme: 'dark', tier: '1' },
      refresh_token: { rotation_type: 'rotating', leeway: 10 },
    });
    const found = (await connections.list()).data.map(({ name, strategy }) => [name, strategy]);
    expect(found.sort()).toEqual([
      ['Customers', 'auth0'],
      ['Username-Password-Authentication', 'auth0'],
      ['google-oauth2', 'google-oauth2'],
    ]);
    const [admin] = (await roles.list({ name_filter: 'Admin' })).data;
    const permissions = (await roles.permissions.list(String(admin?.id))).data;
    expect(permissions.map(({ permission_name }) => permission_name).sort()).toEqual([
      'read:orders',
      'write:orders',
    ]);
    const orders = await resourceServers.get('https://api.acme.example');
    expect(orders).toMatchObject({ enforce_policies: true, token_lifetime: 3600 });
    const worker = (await clients.list()).data.find(({ name }) => name === 'Acme Worker');
    const grants = (await clientGrants.list({ client_id: String(worker?.client_id) })).data;
    expect(grants).toHaveLength(2);
  });

  it('exports it, imports that into an empty tenant, and exports that: no difference', async () => {
    await exportTo('first');
    tenant = await makeSdkTenant(secondDatabase, host);
    expect(await importFrom('first')).toContain('Import Successful');
    await exportTo('second');
    const [before, after] = [await contents('first'), await contents('second')];
    expect(Object.keys(before).length).toBeGreaterThan(20);
    expect(after).toEqual(before);
  });
});
