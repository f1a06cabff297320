import { describe, expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';
import type { RunInput } from './types';

const limits = { sliceMs: 400, cpuMs: 1_200 };
const { run } = testRunner({ limits });

/** The run ends as told, while the server answers, another run goes through, and the next one is healthy. */
async function endsAlone(script: string, outcome: object, input?: Partial<RunInput>) {
  const before = process.cpuUsage();
  const hostile = run(script, input);
  expect(claimed(await run(claim('"meanwhile"')))).toBe('meanwhile');
  const result = await hostile;
  const { user } = process.cpuUsage(before);
  expect(result).toMatchObject(outcome);
  expect(result.durationMs).toBeLessThan(5_000);
  expect(claimed(await run(claim('"after"')))).toBe('after');
  // Time by the clock would tell more about what else this machine is doing.
  expect(user / 1000).toBeLessThan(limits.sliceMs);
}

const cpu = { kind: 'timeout', cause: 'cpu', error: { name: 'TimeoutError', ruleId: 'rul_1' } };

describe('code that does not stop', () => {
  it.each([
    ['an endless loop', 'for (;;);'],
    ['an endless loop behind an await', 'Promise.resolve().then(() => { for (;;); });'],
    ['an endless loop in a timer', 'setTimeout(() => { for (;;); }, 1);'],
    ['a flood of promise jobs', 'const flood = () => Promise.resolve().then(flood); flood();'],
    ['a flood of promise jobs and a loop', 'const f = () => Promise.resolve().then(f); f(); for (;;);'],
    ['a catastrophic regular expression', '/(a+)+$/.test("a".repeat(40) + "b");'],
    ['an endless generator, spread', '[...(function* () { for (;;) yield; })()];'],
    ['a sort whose comparison never ends', '[1, 2].sort(() => { for (;;); });'],
    ['a toJSON that loops', 'user.toJSON = () => { for (;;); }; callback(null, user, context);'],
    [
      'a getter that loops in the result',
      'Object.defineProperty(user, "x", { enumerable: true, get() { for (;;); } }); callback(null, user);',
    ],
    [
      'an error whose message loops',
      'const e = new Error(); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e;',
    ],
    ['an unhandled rejection whose message loops', 'Promise.reject({ get message() { for (;;); } });'],
    ['a log line whose proxy loops', 'console.log(new Proxy({}, { getPrototypeOf() { for (;;); } }));'],
    ['native code that cannot be interrupted', 'new Array(2 ** 32 - 1).indexOf(3);'],
    ['the squares of a BigInt', 'let x = 2n; for (;;) x *= x;'],
    ['a cleanup that loops again', 'try { for (;;); } finally { for (;;); }'],
  ])('%s', async (_, body) => {
    await endsAlone(rule(body), cpu);
  });

  it('many short stretches add up', async () => {
    const body = 'setInterval(() => { const end = Date.now() + 50; while (Date.now() < end); }, 1);';
    await endsAlone(rule(body), cpu, { limits: { cpuMs: 300 } });
  });

  it.each([
    [
      'a promise that never settles',
      'async function (user, context, callback) { await new Promise(() => {}); }',
    ],
    ['a callback that is never called', rule('void callback;')],
  ])('%s', async (_, script) => {
    await endsAlone(script, { kind: 'timeout', cause: 'callback' });
  });

  it('a loop behind the callback does not hold up its own sign-in', async () => {
    const result = await run(rule('callback(null, user, context); for (;;);'));
    expect(result).toMatchObject({ kind: 'continue' });
    expect(result.durationMs).toBeLessThan(limits.sliceMs);
    expect(claimed(await run(claim('1')))).toBe(1);
  });

  it('a user whose sign-in looped holds up nobody else by trying again', async () => {
    const user = { user_id: 'auth0|mallory' };
    const script = rule('if (user.user_id === "auth0|mallory") for (;;); callback(null, user, context);');
    await run(script, { user });
    const tries = Array.from({ length: 4 }, () => run(script, { user, limits: { queueMs: 1_200 } }));
    const times: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const began = performance.now();
      expect(await run(script)).toMatchObject({ kind: 'continue' });
      times.push(performance.now() - began);
    }
    const [median] = times.sort((left, right) => left - right).slice(10);
    expect(median).toBeLessThan(limits.sliceMs / 2);
    for (const result of await Promise.all(tries)) expect(['timeout', 'busy']).toContain(result.kind);
  });
});

describe('memory', () => {
  const anyEnd = { kind: expect.stringMatching(/^(limit|timeout|error)$/), error: { ruleId: 'rul_1' } };
  it.each([
    ['new Array(1e8).fill(0)', 'new Array(1e8).fill(0);'],
    ['an array that grows', 'const a = []; for (;;) a.push(new Array(1e5).fill(1));'],
    ['a string that doubles', 'let s = "x"; for (;;) { s += s; global.kept = s; }'],
    ['strings that are kept', 'const a = []; for (;;) a.push("x".repeat(1e6) + a.length);'],
    ['a map that grows', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, {});'],
    ['array buffers', 'const a = []; for (;;) a.push(new ArrayBuffer(1e7));'],
    ['typed arrays', 'const a = []; for (;;) a.push(new Float64Array(1e6).fill(1));'],
    ['objects under global', 'for (let i = 0; ; i++) global["k" + i] = new Array(1e4).fill(i);'],
    ['a stack without end', 'const f = () => f(); f();'],
    [
      'promises that hang',
      'global.p = []; const f = () => { for (let i = 0; i < 1e5; i++) p.push(new Promise(() => {})); return Promise.resolve().then(f); }; f();',
    ],
  ])('%s', async (_, body) => {
    await endsAlone(rule(body), anyEnd);
  });

  it('a heap that is filled run by run is let go before it is full', async () => {
    const leak = claim('(global.leak = (global.leak || []).concat([new Array(1e6).fill(1)])).length');
    for (let turn = 0; turn < 30; turn++)
      expect(await run(leak, { limits: { sliceMs: 5_000, cpuMs: 5_000 } })).toMatchObject({
        kind: 'continue',
      });
  });
});

describe('quotas', () => {
  it('too large an output is told with its size', async () => {
    const result = await run(rule('user.big = "é".repeat(600000); callback(null, user, context);'));
    const message = 'The user is larger than 1048576 bytes of JSON (setting ANNEX_RULES_OUTPUT_KB).';
    expect(result).toMatchObject({
      kind: 'limit',
      limit: 'output_too_large',
      error: { message, ruleId: 'rul_1' },
    });
  });

  it('an output that nests too deeply is refused', async () => {
    const body =
      'let deep = {}; for (let i = 0; i < 5000; i++) deep = { deep }; context.deep = deep; callback(null, user, context);';
    expect(await run(rule(body))).toMatchObject({ kind: 'limit', limit: 'output_not_json' });
  });

  it('a flood of log lines is cut, says so, and does not fail the run', async () => {
    const result = await run(
      rule('for (let i = 0; i < 1e5; i++) console.log("line", i); callback(null, user, context);'),
    );
    expect(result.kind).toBe('continue');
    expect(result.logs).toHaveLength(1_000);
    expect(result.logs.at(-1)?.text).toContain('limit of console output');
  });

  it('one huge log line is cut', async () => {
    const { logs } = await run(rule('console.log("x".repeat(1e7)); callback(null, user, context);'));
    expect(logs[0]?.text.length).toBeLessThan(9_000);
  });

  it('too many calls to the host reject in the rule', async () => {
    const body = `const calls = Array.from({ length: 60 }, () => auth0.users.updateAppMetadata(user.user_id, {}));
      Promise.allSettled(calls).then((all) => {
        context.idToken.value = all.filter(({ status }) => status === 'rejected').length;
        callback(null, user, context);
      });`;
    expect(claimed(await run(rule(body)))).toBe(10);
  });

  it('too many timers throw in the rule', async () => {
    const body = 'for (let i = 0; i < 2000; i++) setTimeout(() => {}, 60000);';
    expect(await run(rule(body))).toMatchObject({
      kind: 'error',
      error: { message: 'A sign-in may set 1000 timers (setting ANNEX_RULES_TIMERS).' },
    });
  });

  it('too much code is refused before it runs', async () => {
    const script = rule(`/* ${'x'.repeat(110_000)} */ callback();`);
    expect(await run(script)).toMatchObject({
      kind: 'limit',
      limit: 'code_too_large',
      error: { ruleId: 'rul_1' },
    });
  });
});
