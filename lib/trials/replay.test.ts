import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/access';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { createFactor } from '@/lib/factors';
import { getJob } from '@/lib/jobs';
import { runJob, worker } from '@/lib/queue';
import { createRule, deleteRule, listRules, setRuleConfig, updateRule } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { insertSignIn } from '@/lib/sign-ins';
import { type TestContext, testDatabase } from '@/lib/testing';
import { createUser, deleteUser, type UserView } from '@/lib/users';
import {
  cancelReplay,
  getReplay,
  getReplayCase,
  listReplayCases,
  type ReplayInput,
  replayHandler,
  rulesReplay,
  startReplay,
  sweepReplays,
} from '.';
import { loginOf } from './subject';

const database = testDatabase();
let ctx: TestContext;
let ada: UserView;
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  const input = { connection: defaultConnection, email: 'ada@example.com', password: 'Correct-horse-9' };
  ada = (await createUser(ctx, { ...input, app_metadata: { plan: 'gold' } })).user;
  await setRuleConfig(ctx, 'API_KEY', 'a-real-secret');
});
afterEach(async () => {
  await database.sql`delete from sign_ins`;
  for (const { rule } of await listRules(ctx)) await deleteRule(ctx, rule.id);
});

/** Recorded sign-ins of made-up users, the first the oldest. */
async function recorded(...users: object[]): Promise<void> {
  for (const user of users) {
    ctx.clock.advance(1);
    const login = await loginOf(ctx, { user: { ...user } });
    const end = { kind: 'granted', idToken: {}, accessToken: {} } as const;
    const { userId } = login.user;
    const record = { login, userId, resumed: false, traces: [], profile: {}, end, durationMs: 1 };
    await database.db.execute(insertSignIn(ctx, record));
  }
}

const work = (id: string, signal = new AbortController().signal) => {
  const system = database.context({ type: 'system', reason: 'jobs' });
  return runJob(
    system,
    worker(rulesReplay, async () => replayHandler),
    id,
    signal,
  );
};

async function replayed(input: ReplayInput, by: Context = ctx) {
  const { id } = await startReplay(by, input);
  await work(id);
  return getReplay(by, id);
}

const rule = (body: string) => `function (user, context, callback) { ${body} }`;
const goesOn = 'callback(null, user, context);';

describe('a replay over recorded sign-ins', () => {
  it('counts what a draft would change, each kind by its name, and shows both sides', async () => {
    await createRule(ctx, {
      name: 'Live',
      script: rule(`if (user.wasRefused) return callback('no'); ${goesOn}`),
    });
    await recorded(
      { user_id: 'auth0|same' },
      { user_id: 'auth0|denied', email: 'denied@example.com' },
      { user_id: 'auth0|claims', wants: 'claims' },
      { user_id: 'auth0|metadata', wants: 'metadata' },
      { user_id: 'auth0|failed', wants: 'failed' },
      { user_id: 'auth0|redirect', wants: 'redirect' },
      { user_id: 'auth0|refused', wasRefused: true },
    );
    const script = rule(`
      if (user.email) return callback(new UnauthorizedError('Not any more'));
      if (user.wants === 'failed') throw new Error('bad ' + configuration.API_KEY);
      if (user.wants === 'redirect') context.redirect = { url: 'https://x.example/' };
      if (user.wants === 'claims') context.idToken.extra = 1;
      if (user.wants !== 'metadata') return callback(null, user, context);
      auth0.users.updateAppMetadata(user.user_id, { n: 1 }).then(() => callback(null, user, context), callback);`);
    const done = await replayed({ script, over: { last: 100 } });
    expect(done).toMatchObject({
      status: 'completed',
      percentage_done: 100,
      over: { last: 100 },
      summary: {
        total: 7,
        same: 2,
        cases: 5,
        changes: { denied: 1, allowed: 0, failed: 1, claims: 1, metadata: 1, redirect: 1 },
      },
    });
    const { cases } = await listReplayCases(ctx, done.id);
    expect(cases.map(({ user_id, changes }) => [user_id, changes[0]])).toEqual(
      ['redirect', 'failed', 'metadata', 'claims', 'denied'].map((kind) => [`auth0|${kind}`, kind]),
    );
    expect(cases.at(-1)).toMatchObject({ user_name: 'denied@example.com', sign_in_id: expect.any(String) });
    const claims = await getReplayCase(ctx, done.id, cases[3]?.position ?? -1);
    expect(claims.before.id_token).not.toHaveProperty('extra');
    expect(claims.after.id_token).toMatchObject({ extra: 1 });
    const failed = await getReplayCase(ctx, done.id, cases[1]?.position ?? -1);
    expect(failed.after.error).toMatchObject({ message: 'bad test-API_KEY', rule_name: 'draft', line: 3 });
    const metadata = await getReplayCase(ctx, done.id, cases[2]?.position ?? -1);
    expect([metadata.before.app_metadata, metadata.after.app_metadata]).toEqual([{}, { n: 1 }]);
    expect((await listReplayCases(ctx, done.id, { change: 'failed' })).cases).toHaveLength(1);
    const first = await listReplayCases(ctx, done.id, { take: 2 });
    const rest = await listReplayCases(ctx, done.id, { from: first.next });
    expect([...first.cases, ...rest.cases]).toEqual(cases);
  });

  it('tries a rule that is off as if it were on, in its place, and sees who would be let in', async () => {
    const refuses = await createRule(ctx, { name: 'Refuses', script: rule("callback('no');") });
    await recorded({ user_id: 'auth0|1' }, { user_id: 'auth0|2' });
    const allows = await replayed({ rule_id: refuses.rule.id, script: rule(goesOn), over: { last: 10 } });
    expect(allows.summary?.changes.allowed).toBe(2);
    await updateRule(ctx, refuses.rule.id, { enabled: false });
    const denies = await replayed({ rule_id: refuses.rule.id, over: { last: 1 } });
    expect(denies.summary).toMatchObject({ total: 1, changes: { denied: 1 } });
  });

  it('writes nothing to any user: no handle that writes is in reach', async () => {
    await recorded({ user_id: ada.user_id });
    const before = await database.sql`select * from users`;
    const script = rule(`
      auth0.users.updateAppMetadata(user.user_id, { hacked: 1 });
      auth0.users.updateUserMetadata(user.user_id, { hacked: 1 }).then(() => callback(null, user, context), callback);`);
    const { summary } = await replayed({ script, over: { last: 5 } });
    expect(summary?.changes.metadata).toBe(1);
    expect(await database.sql`select * from users`).toEqual(before);
  });

  it('keeps no case of a person who is erased, and all go with the job', async () => {
    await recorded({ user_id: ada.user_id }, { user_id: 'auth0|other' });
    const { id } = await replayed({
      script: rule(`context.idToken.a = '\\u0000'; ${goesOn}`),
      over: { last: 5 },
    });
    expect((await listReplayCases(ctx, id)).cases).toHaveLength(2);
    await deleteUser(ctx, ada.user_id);
    expect((await listReplayCases(ctx, id)).cases.map(({ user_id }) => user_id)).toEqual(['auth0|other']);
    await sweepReplays(ctx);
    expect((await listReplayCases(ctx, id)).cases).toHaveLength(1);
    await database.sql`delete from jobs where id = ${id}`;
    await sweepReplays(ctx);
    expect(await database.sql`select 1 from replay_cases where replay_id = ${id}`).toHaveLength(0);
    await expect(getReplay(ctx, id)).rejects.toBeInstanceOf(NotFound);
  });
});

describe('a replay over the users of a search', () => {
  it('tries each as somebody who signs in now', async () => {
    const input = { connection: defaultConnection, email: 'eve@example.com', password: 'Correct-horse-9' };
    const { user } = await createUser(ctx, { ...input, app_metadata: { plan: 'free' } });
    await createFactor(ctx, user.user_id, { type: 'totp', totp_secret: 'GEZDGNBVGY3TQOJQ' });
    const script = rule(
      `context.idToken.plan = user.plan; context.idToken.n = context.stats.loginsCount;
      context.idToken.factor = String(user.multifactor); ${goesOn}`,
    );
    const done = await replayed({ script, over: { q: 'app_metadata.plan:"free"' } });
    expect(done.summary).toMatchObject({ total: 1, changes: { claims: 1 } });
    const [{ position } = { position: -1 }] = (await listReplayCases(ctx, done.id)).cases;
    const { after, user_name } = await getReplayCase(ctx, done.id, position);
    expect([user_name, after.id_token]).toMatchObject([
      'eve@example.com',
      { plan: 'free', n: 1, factor: 'guardian' },
    ]);
  });
});

describe('a replay under way', () => {
  it('is cancelled at its next step, and what ended stays as it is', async () => {
    await recorded({ user_id: 'auth0|1' });
    const { id } = await startReplay(ctx, { script: rule(goesOn), over: { last: 5 } });
    expect(await getReplay(ctx, id)).toMatchObject({ status: 'pending', percentage_done: 0 });
    expect(await cancelReplay(ctx, id)).toMatchObject({ status: 'cancelled' });
    await work(id);
    expect(await getReplay(ctx, id)).toMatchObject({ status: 'cancelled' });
    const done = await replayed({ script: rule(goesOn), over: { last: 5 } });
    expect(await cancelReplay(ctx, done.id)).toMatchObject({ status: 'completed' });
  });

  it('begins anew when its process stops, and ends with each sign-in counted once', async () => {
    await recorded({ user_id: 'auth0|1' }, { user_id: 'auth0|2' });
    const { id } = await startReplay(ctx, {
      script: rule(`context.idToken.a = 1; ${goesOn}`),
      over: { last: 5 },
    });
    const stopped = AbortSignal.abort();
    await expect(work(id, stopped)).rejects.toThrow('stopped');
    expect((await getReplay(ctx, id)).status).toBe('running');
    await work(id);
    expect(await getReplay(ctx, id)).toMatchObject({ status: 'completed', summary: { total: 2, cases: 2 } });
    expect((await listReplayCases(ctx, id)).cases).toHaveLength(2);
  });

  it('is a job that the Management API can show', async () => {
    await recorded({ user_id: 'auth0|1' });
    const { id } = await replayed({ script: rule(goesOn), over: { last: 5 } });
    expect(await getJob(ctx, id)).toMatchObject({ id, type: 'rules_replay', status: 'completed' });
  });
});

describe('who may start or read a replay, and of what', () => {
  it('takes the right to change rules and to read both rules and users', async () => {
    const { id } = await replayed({ script: rule(goesOn), over: { last: 5 } });
    const over = { last: 5 };
    const all: Scope[] = ['update:rules', 'read:rules', 'read:users'];
    for (const missing of all) {
      const scopes = all.filter((scope) => scope !== missing);
      const other = database.context({ type: 'client', clientId: 'c', scopes });
      await expect(startReplay(other, { script: rule(goesOn), over })).rejects.toBeInstanceOf(Forbidden);
      await expect(cancelReplay(other, id)).rejects.toBeInstanceOf(Forbidden);
      if (missing === 'update:rules') continue;
      await expect(getReplay(other, id)).rejects.toBeInstanceOf(Forbidden);
      await expect(listReplayCases(other, id)).rejects.toBeInstanceOf(Forbidden);
      await expect(getReplayCase(other, id, 0)).rejects.toBeInstanceOf(Forbidden);
    }
  });

  it('refuses what cannot be run before a job is made of it', async () => {
    const start = (input: object) => startReplay(ctx, input as ReplayInput);
    const over = { last: 5 };
    const wrong = [
      { over },
      { script: 'function (u', over },
      { script: rule(goesOn), over: { last: 10_001 } },
      { script: rule(goesOn), over: { q: 'nonsense:(' } },
    ];
    for (const input of wrong) await expect(start(input)).rejects.toBeInstanceOf(Invalid);
    await expect(start({ rule_id: 'rul_x', over })).rejects.toBeInstanceOf(NotFound);
  });
});
