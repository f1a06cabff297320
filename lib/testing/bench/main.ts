import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connect } from '@/db/client';
import { startOrAttach } from '@/db/embedded';
import { managementScopes } from '@/lib/access';
import type { Context } from '@/lib/context';
import { describeCall } from '@/lib/logs';
import { benchRunner } from '@/lib/rules/runner/runner.bench';
import { getUser, listUsers, updateUser } from '@/lib/users';
import type { BareSettings } from './bare-sql-server';
import { compare, printComparison, type Target } from './compare';
import { benchJobs } from './jobs';
import { type Annex, startAnnex, startYardstick, stopAll } from './processes';

const demoFile = z.object({
  management: z.object({ client_id: z.string(), client_secret: z.string(), audience: z.string() }),
  application: z.object({ client_id: z.string(), client_secret: z.string(), redirect_uri: z.string() }),
  user: z.object({ email: z.string(), password: z.string(), connection: z.string() }),
});

const tokenAnswer = z.object({ access_token: z.string(), refresh_token: z.string().optional() });
const json = { 'content-type': 'application/json' };

async function token(url: string, body: Record<string, string>): Promise<z.infer<typeof tokenAnswer>> {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`/oauth/token answered ${response.status}: ${await response.text()}`);
  return tokenAnswer.parse(await response.json());
}

/** The statements that a verb makes for a call of the API, seen as it makes them. */
async function observe(
  databaseUrl: string,
  verb: (ctx: Context) => Promise<unknown>,
): Promise<BareSettings['statements']> {
  const statements: BareSettings['statements'] = [];
  const connection = connect(databaseUrl, {
    max: 1,
    onQuery: (text, params) => statements.push({ text, params }),
  });
  const actor = { type: 'client', clientId: 'bench', scopes: managementScopes } as const;
  const apiCall = describeCall({ method: 'patch', path: '/api/v2', query: {}, body: null, statusCode: 200 });
  const db = connection.db;
  await verb({ actor, cause: 'api', db, now: () => new Date(), requestId: 'bench', apiCall });
  await connection.close();
  return statements;
}

/** A search falls back on another plan when its time is up; the yardstick has none. */
function withoutTimeLimit(statement: BareSettings['statements'][number]): BareSettings['statements'][number] {
  return statement.text.includes("'statement_timeout'") ? { ...statement, params: ['0'] } : statement;
}

async function benchUsers(
  url: string,
  databaseUrl: string,
  bearer: string,
  userIds: string[],
): Promise<void> {
  const [userId = ''] = userIds;
  const paths = userIds.map((id) => `/api/v2/users/${encodeURIComponent(id)}`);
  const headers = { authorization: `Bearer ${bearer}` };
  const bare = (settings: Pick<BareSettings, 'statements' | 'counter'> & { fresh?: string }) =>
    startYardstick(
      './bare-sql-server.ts',
      JSON.stringify({ databaseUrl, userIds, fresh: null, ...settings }),
    );

  const read = await observe(databaseUrl, (ctx) => getUser(ctx, userId));
  const bareRead = await bare({ statements: read, counter: null });
  printComparison(
    await compare('GET user', { name: 'annex', target: { url, paths, headers } }, [
      { name: 'node:http, same SQL', target: { url: bareRead } },
    ]),
  );

  const listed = await observe(databaseUrl, (ctx) => listUsers(ctx, { per_page: 50, include_totals: true }));
  const bareList = await bare({ statements: listed.map(withoutTimeLimit), counter: null });
  const list: Target = { url: `${url}/api/v2/users?per_page=50&include_totals=true`, headers };
  printComparison(
    await compare('list users with totals', { name: 'annex', target: list }, [
      { name: 'node:http, same SQL', target: { url: bareList } },
    ]),
  );

  let version = 0;
  const fresh = '123456789012345';
  const write = await observe(databaseUrl, async (ctx) => {
    const patch = { user_metadata: { bench: fresh } };
    version = (await updateUser(ctx, userId, patch, { metadata: 'merge' })).version;
  });
  const bareWrite = await bare({ statements: write, counter: version, fresh });
  // a patch that changes nothing writes nothing, so each request brings a value of its own
  const target: Target = {
    url,
    paths,
    method: 'PATCH',
    headers: { ...headers, ...json },
    body: '{"user_metadata":{"bench":"[<id>]"}}',
  };
  printComparison(
    await compare('PATCH metadata', { name: 'annex', target }, [
      { name: 'node:http, same SQL', target: { url: bareWrite, method: 'PATCH' } },
    ]),
  );
}

async function benchClientCredentials(
  url: string,
  client: { client_id: string; client_secret: string; audience: string },
) {
  const body = JSON.stringify({ grant_type: 'client_credentials', ...client });
  const form =
    'grant_type=client_credentials&client_id=bench-client&client_secret=bench-secret&scope=read%3Ausers';
  const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };
  const jose = await startYardstick('./bare-token-server.ts');
  const provider = await startYardstick('./oidc-provider-server.ts');
  const other = (address: string): Target => ({
    url: address,
    method: 'POST',
    headers: formHeaders,
    body: form,
  });
  printComparison(
    await compare(
      'client_credentials',
      { name: 'annex', target: { url: `${url}/oauth/token`, method: 'POST', headers: json, body } },
      [
        { name: 'oidc-provider (in memory)', target: other(`${provider}/token`) },
        { name: 'node:http and jose', target: other(jose) },
      ],
    ),
  );
}

async function setRules(url: string, bearer: string, enabled: boolean): Promise<void> {
  const headers = { authorization: `Bearer ${bearer}`, ...json };
  const rules = z
    .array(z.object({ id: z.string() }))
    .parse(await (await fetch(`${url}/api/v2/rules`, { headers })).json());
  for (const { id } of rules) {
    await fetch(`${url}/api/v2/rules/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ enabled }) });
  }
}

/** A refresh is the sign-in without the password hash, which would hide the rules behind its own 30 ms. */
async function benchRules(url: string, bearer: string, demo: z.infer<typeof demoFile>): Promise<void> {
  const { client_id, client_secret } = demo.application;
  const { refresh_token } = await token(url, {
    grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
    client_id,
    client_secret,
    username: demo.user.email,
    password: demo.user.password,
    realm: demo.user.connection,
    scope: 'openid profile email offline_access',
  });
  const body = JSON.stringify({ grant_type: 'refresh_token', client_id, client_secret, refresh_token });
  const target: Target = { url: `${url}/oauth/token`, method: 'POST', headers: json, body };
  const rules = (enabled: boolean) => () => setRules(url, bearer, enabled);
  printComparison(
    await compare('refresh, 3 rules', { name: 'annex', target, before: rules(true) }, [
      { name: 'the same without rules', target, before: rules(false) },
    ]),
  );
}

async function connectionOf(url: string, bearer: string): Promise<string> {
  const headers = { authorization: `Bearer ${bearer}` };
  const answer = await fetch(`${url}/api/v2/connections?strategy=auth0`, { headers });
  const [first] = z.array(z.object({ id: z.string() })).parse(await answer.json());
  return first?.id ?? '';
}

async function benchRequests(
  annex: Annex,
  databaseUrl: string,
  bearer: string,
  demo: z.infer<typeof demoFile>,
) {
  const headers = { authorization: `Bearer ${bearer}` };
  const found = await fetch(`${annex.url}/api/v2/users?per_page=100&sort=created_at:-1`, { headers });
  const users = z.array(z.object({ user_id: z.string() })).parse(await found.json());
  const userIds = users.map((user) => user.user_id);
  console.log('8 connections, medians of 3 rounds in turn');
  await benchUsers(annex.url, databaseUrl, bearer, userIds);
  await benchClientCredentials(annex.url, demo.management);
  await benchRules(annex.url, bearer, demo);
}

/** Three rules a sign-in in the executors, and beside it what an isolate for each sign-in would cost. */
async function benchPipelines(): Promise<void> {
  const { p50, p99, perSecond, freshPerSecond } = await benchRunner();
  const times = (perSecond / freshPerSecond).toFixed(1);
  console.log(`three rules: p50 ${p50} ms, p99 ${p99} ms, ${perSecond} pipelines/s`);
  console.log(
    `an isolate of its own for each: ${freshPerSecond} pipelines/s; ours are ${times} times as many`,
  );
}

/**
 * All of it, or `npm run bench -- requests`, or `npm run bench -- rules` for the pipelines of rules alone, or
 * `npm run bench -- jobs 20000` for jobs alone with so many users.
 */
async function main(): Promise<void> {
  const [part, count = '100000'] = process.argv.slice(2);
  if (part === undefined || part === 'rules') await benchPipelines();
  if (part === 'rules') return;
  const folder = await mkdtemp(join(tmpdir(), 'annex-bench-'));
  const cluster = await startOrAttach({ dataDir: join(folder, 'cluster') });
  try {
    const annex = await startAnnex(3996, {
      DATABASE_URL: cluster.url,
      ANNEX_DATA_DIR: join(folder, 'data'),
      ANNEX_API_BURST: '1000000',
      ANNEX_API_RATE: '1000000',
    });
    const demo = demoFile.parse(JSON.parse(await readFile(join(folder, 'data', 'demo.json'), 'utf8')));
    const { access_token: bearer } = await token(annex.url, {
      grant_type: 'client_credentials',
      ...demo.management,
    });
    console.log(`node ${process.version}, ${cpus().length} cores`);
    if (part !== 'jobs') await benchRequests(annex, cluster.url, bearer, demo);
    if (part !== 'requests') {
      await benchJobs({ ...annex, bearer }, await connectionOf(annex.url, bearer), Number(count));
    }
  } finally {
    await stopAll();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
