import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StepsTrace } from '@/db/schema';
import type { Scope } from '@/lib/access';
import { updateAction } from '@/lib/actions';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { runJob, worker } from '@/lib/queue';
import { createRule, setRuleConfig } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { insertSignIn } from '@/lib/sign-ins';
import { type TestContext, testDatabase } from '@/lib/testing';
import {
  actionsReplay,
  cancelReplay,
  findReplay,
  getReplay,
  getReplayCase,
  listReplayCases,
  listReplays,
  type ReplayInput,
  replayHandler,
  rulesReplay,
  startReplay,
} from '.';
import { bindActions, loginAction } from './actions.fixture';
import { loginOf } from './subject';

const database = testDatabase();
let ctx: TestContext;
let id: string;
const rule =
  'function (user, context, callback) { context.idToken.ruled = 1; callback(null, user, context); }';
const live = loginAction(`api.idToken.setCustomClaim('plan', event.user.app_metadata.plan || 'none');`);
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  await createRule(ctx, { name: 'Ahead', script: rule });
  await setRuleConfig(ctx, 'API_KEY', 'a-real-value');
});
beforeEach(async () => {
  await database.sql`delete from sign_ins`;
  [id = ''] = await bindActions(ctx, [live], { KEY: 'sesame-street' });
});

async function recorded(user: object, suspended?: object): Promise<void> {
  ctx.clock.advance(1);
  const login = await loginOf(ctx, { user: { ...user } });
  const end = { kind: 'granted', idToken: {}, accessToken: {} } as const;
  const nothing: StepsTrace = { result: 'continue', steps: [], logs: [], writes: [] };
  const traces = suspended ? [{ ...nothing, suspended: { ...suspended } }] : [];
  const resumed = suspended !== undefined;
  const record = { login, userId: login.user.userId, resumed, traces, profile: {}, end, durationMs: 1 };
  await database.db.execute(insertSignIn(ctx, record));
}

async function replayed(input: ReplayInput, by: Context = ctx) {
  const { id: replayId } = await startReplay(by, input);
  const job = worker(actionsReplay, async () => replayHandler);
  const system = database.context({ type: 'system', reason: 'jobs' });
  await runJob(system, job, replayId, new AbortController().signal);
  return getReplay(by, replayId);
}

describe('a replay of an Action', () => {
  it('counts what a draft would change behind the rules, and shows both sides', async () => {
    await recorded({ user_id: 'auth0|same' });
    await recorded({ user_id: 'auth0|denied', wants: 1, app_metadata: { wants: 'denied' } });
    await recorded({ user_id: 'auth0|away', app_metadata: { wants: 'away' } });
    await recorded({ user_id: 'auth0|failed', app_metadata: { wants: 'failed' } });
    await recorded({ user_id: 'auth0|claims', app_metadata: { wants: 'claims' } });
    await recorded({ user_id: 'auth0|metadata', app_metadata: { wants: 'metadata' } });
    await recorded({ user_id: 'auth0|session', app_metadata: { wants: 'session' } });
    const code = live.replace(
      '};',
      `const { wants } = event.user.app_metadata;
      if (wants === 'denied') api.access.deny('Not any more');
      if (wants === 'away') api.redirect.sendUserTo('https://x.example/');
      if (wants === 'failed') throw new Error('bad ' + event.secrets.KEY);
      if (wants === 'claims') api.accessToken.setCustomClaim('extra', 1);
      if (wants === 'metadata') api.user.setAppMetadata('n', 1);
      if (wants === 'session') api.session.setMetadata('device', 'Laptop').session.setExpiresAt(5e12)
        .refreshToken.setMetadata('a', null); };`,
    );
    await updateAction(ctx, id, { code });
    const users = await database.sql`select count(*)::int as n from user_versions`;
    const done = await replayed({ action_id: id, over: { last: 100 } });
    expect(done).toMatchObject({ status: 'completed', kind: 'action', action_id: id, network: 'stub' });
    expect(done.summary).toMatchObject({ total: 7, same: 1, cases: 6 });
    expect(done.summary?.changes).toMatchObject({
      denied: 1,
      failed: 1,
      claims: 1,
      metadata: 1,
      session: 1,
      redirect: 1,
    });
    const { cases } = await listReplayCases(ctx, done.id);
    const found = async (name: string) => {
      const position = cases.find(({ user_id }) => user_id === `auth0|${name}`)?.position ?? -1;
      return getReplayCase(ctx, done.id, position);
    };
    const failed = await found('failed');
    expect(failed.after.error).toMatchObject({ message: 'bad test-KEY', step_id: id, line: 6 });
    expect(failed.before.id_token).toMatchObject({ ruled: 1, plan: 'none' });
    expect((await found('away')).after).toMatchObject({ redirect: 'https://x.example/', id_token: null });
    expect((await found('metadata')).after.app_metadata).toEqual({ n: 1 });
    expect((await found('session')).after).toMatchObject({
      session: { metadata: { device: 'Laptop' }, expires_at: 5e12 },
      refresh_token: { metadata: { a: null } },
    });
    expect(await database.sql`select count(*)::int as n from user_versions`).toEqual(users);
  });

  it('tries those too who came back to an Action, where it went on, and no rule', async () => {
    await recorded(
      { user_id: 'auth0|back' },
      {
        action: id,
        ran: [],
        transaction: { id: 't', metadata: {} },
        outcome: { kind: 'continue', idTokenClaims: { kept: 1 }, accessTokenClaims: {}, warnings: [] },
        user: { set: {}, removed: [] },
        redirects: 1,
      },
    );
    const code = `${live} exports.onContinuePostLogin = async (event, api) => api.idToken.setCustomClaim('back', 1);`;
    const done = await replayed({ action_id: id, code, over: { last: 5 } });
    const [{ position } = { position: -1 }] = (await listReplayCases(ctx, done.id)).cases;
    const { before, after } = await getReplayCase(ctx, done.id, position);
    expect(before.id_token).not.toHaveProperty('ruled');
    expect([before.id_token, after.id_token]).toMatchObject([{ kept: 1 }, { kept: 1, back: 1 }]);
  });

  it('keeps no real secret or configuration value in what it found, also where it was given them', async () => {
    await recorded({ user_id: 'auth0|1' });
    const code = loginAction(`api.idToken.setCustomClaim('c', [event.secrets.KEY, { k: event.secrets.KEY }]);
      throw new Error('x ' + event.secrets.KEY);`);
    const done = await replayed({ action_id: id, code, use_secrets: true, over: { last: 5 } });
    const rows =
      await database.sql`select after::text as after from replay_cases where replay_id = ${done.id}`;
    expect(rows[0]?.after).toContain('x *****');
    expect(JSON.stringify(rows)).not.toContain('sesame-street');
  });

  it('takes the rights to change and read Actions, and to read rules and users', async () => {
    const all: Scope[] = ['update:actions', 'read:actions', 'read:rules', 'read:users'];
    const input = { code: live, over: { last: 5 } };
    const { id: replayId } = await replayed(input);
    for (const missing of all) {
      const scopes = [...all.filter((scope) => scope !== missing), 'update:rules' as const];
      const other = database.context({ type: 'client', clientId: 'c', scopes });
      await expect(startReplay(other, input)).rejects.toBeInstanceOf(Forbidden);
      await expect(cancelReplay(other, replayId)).rejects.toBeInstanceOf(Forbidden);
      if (missing === 'update:actions') continue;
      await expect(getReplay(other, replayId)).rejects.toBeInstanceOf(Forbidden);
      await expect(listReplayCases(other, replayId)).rejects.toBeInstanceOf(Forbidden);
      await expect(getReplayCase(other, replayId, 0)).rejects.toBeInstanceOf(Forbidden);
    }
    const author = database.context({ type: 'client', clientId: 'c', scopes: all });
    await expect(startReplay(author, { ...input, use_secrets: true })).rejects.toBeInstanceOf(Forbidden);
    await expect(startReplay(author, { ...input, use_configuration: true })).rejects.toBeInstanceOf(
      Forbidden,
    );
  });

  it('refuses what is no Action, what is both, and what is not there', async () => {
    const over = { last: 5 };
    const wrong: ReplayInput[] = [
      { over },
      { code: 'exports.x = (', over },
      { code: live, script: rule, over },
      { action_id: id, rule_id: 'x', over },
    ];
    for (const input of wrong) await expect(startReplay(ctx, input)).rejects.toBeInstanceOf(Invalid);
    await expect(startReplay(ctx, { action_id: 'x', over })).rejects.toBeInstanceOf(NotFound);
  });
});

describe('the list of replays', () => {
  it('is newest first, page by page, of one rule or Action or of all that one may read', async () => {
    await database.sql`delete from jobs`;
    const over = { last: 1 };
    const start = async (input: ReplayInput) => {
      ctx.clock.advance(1);
      return (await startReplay(ctx, input)).id;
    };
    const first = await start({ script: rule, over });
    const second = await start({ action_id: id, over });
    const third = await start({ code: live, over });
    const ids = async (filter: object, by: Context = ctx) =>
      (await listReplays(by, filter)).replays.map((replay) => replay.id);
    expect(await ids({})).toEqual([third, second, first]);
    expect(await ids({ action_id: id })).toEqual([second]);
    expect(await ids({ rule_id: 'rul_x' })).toEqual([]);
    const page = await listReplays(ctx, { take: 2 });
    expect(page.next).toBe(second);
    expect(await ids({ from: page.next })).toEqual([first]);
    const reader = database.context({ type: 'client', clientId: 'c', scopes: ['read:rules', 'read:users'] });
    expect(await ids({}, reader)).toEqual([first]);
    await expect(listReplays(reader, { action_id: id })).rejects.toBeInstanceOf(Forbidden);
  });

  it('finds the newest one of exactly this code that came to its end', async () => {
    await recorded({ user_id: 'auth0|1' });
    const { id: replayId, code_sha256 } = await replayed({ action_id: id, code: live, over: { last: 1 } });
    await startReplay(ctx, { action_id: id, code: live, over: { last: 1 } });
    expect(await findReplay(ctx, { action_id: id, code: live })).toMatchObject({ id: replayId, code_sha256 });
    expect(await findReplay(ctx, { action_id: id, code: `${live} ` })).toBeNull();
    expect(await findReplay(ctx, { rule_id: id, script: live })).toBeNull();
    expect(rulesReplay.kind).not.toBe(actionsReplay.kind);
  });
});
