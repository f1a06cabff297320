import { describe, expect, it } from 'vitest';
import { action, testActions } from './actions.fixture';

const limits = { sliceMs: 400, cpuMs: 1_200, queueMs: 60_000 };
const { run, evaluate, events } = testActions({ limits });

/** The run ends as told; another one goes through meanwhile, and the next one is healthy. */
async function endsAlone(code: string, outcome: object) {
  const hostile = run(code);
  expect(await evaluate('"meanwhile"')).toBe('meanwhile');
  expect(await hostile).toMatchObject(outcome);
  expect(await evaluate('"after"')).toBe('after');
}

/** For what ends by itself: the limits are by the clock, and other work may have the processor. */
const patient = { sliceMs: 10_000, cpuMs: 20_000, wallMs: 60_000 };

const cpu = {
  kind: 'timeout',
  cause: 'cpu',
  error: { name: 'TimeoutError', actionId: 'act_1' },
  commands: [],
};

describe('code that does not stop', () => {
  it.each([
    ['an endless loop', action('for (;;);')],
    ['an endless loop while the module loads', 'for (;;);'],
    ['an endless loop behind an await', action('await null; for (;;);')],
    ['a thenable that loops', 'exports.onExecutePostLogin = () => ({ then() { for (;;); } });'],
    [
      'a getter that loops in what is exported',
      'Object.defineProperty(exports, "onExecutePostLogin", { get() { for (;;); } });',
    ],
    [
      'a toJSON that loops in a claim',
      action('api.idToken.setCustomClaim("a", { toJSON() { for (;;); } });'),
    ],
    ['native code that cannot be interrupted', action('new Array(2 ** 32 - 1).indexOf(3);')],
    ['a denial before the loop', action('api.access.deny("x"); for (;;);')],
  ])('%s', async (_, code) => {
    await endsAlone(code, cpu);
  });

  it('a promise that never settles', async () => {
    const message = 'The Action "Action 1" waits for a promise that nothing settles.';
    await endsAlone(action('await new Promise(() => {});'), {
      kind: 'timeout',
      cause: 'callback',
      error: { message },
    });
  });

  it('an Action that waits for ever ends at the limit', async () => {
    const forever = action('await new Promise(() => setInterval(() => {}, 20));');
    const message = 'The Action "Action 1" did not finish within 150 ms (setting ANNEX_RULES_SECONDS).';
    expect(await run(forever, { limits: { wallMs: 150 } })).toMatchObject({
      kind: 'timeout',
      error: { message },
    });
  });
});

describe('memory', () => {
  const anyEnd = { kind: expect.stringMatching(/^(limit|timeout|error)$/), error: { actionId: 'act_1' } };
  it.each([
    ['new Array(1e8).fill(0)', 'new Array(1e8).fill(0);'],
    ['commands without end', 'for (;;) api.idToken.setCustomClaim("a", "x".repeat(1e5));'],
    ['an array that grows', 'const a = []; for (;;) a.push(new Array(1e5).fill(1));'],
  ])('%s', async (_, body) => {
    await endsAlone(action(body), anyEnd);
  });

  it('1 MB of changes is told, and none of them is made', async () => {
    const code = action('for (let i = 0; i < 11; i++) api.idToken.setCustomClaim("c" + i, "x".repeat(1e5));');
    const result = await run(code, { limits: patient });
    const message =
      'The list of changes is larger than 1048576 bytes of JSON (setting ANNEX_RULES_OUTPUT_KB).';
    expect(result).toMatchObject({
      kind: 'limit',
      limit: 'output_too_large',
      commands: [],
      error: { message },
    });
  });
});

describe('nothing of one Action or run reaches another', () => {
  it('through built-ins, api or the event', async () => {
    const attack = action(`
      for (const poison of [
        () => { Object.prototype.polluted = 1; },
        () => { event.__proto__.polluted = 1; },
        () => { event.user.constructor.prototype.polluted = 1; },
        () => { Object.assign({}, JSON.parse('{"__proto__":{"polluted":1}}')); },
        () => { api.access.deny = () => {}; api.__proto__.deny = 1; },
        () => { api.cache.get.constructor.prototype.call = 1; },
        () => { Array.prototype.push = () => 0; },
        () => { Map.prototype.set = () => 0; },
        () => { JSON.stringify = () => 'forged'; },
        () => { Promise.prototype.then = () => {}; },
      ]) try { poison(); } catch {}`);
    const victim = action(
      'api.idToken.setCustomClaim("a", ({}).polluted === undefined); api.access.deny("still");',
    );
    const { commands } = await run([attack, victim]);
    expect(commands).toMatchObject([
      { action: 1, value: true },
      { type: 'access.deny', reason: 'still' },
    ]);
    expect((await run(victim)).commands).toMatchObject([{ value: true }, { type: 'access.deny' }]);
  });

  it('as a forged command: text in a value stays text', async () => {
    const forged = '"}]}\\n{\\"commands\\":[]}';
    const { commands } = await run(action(`api.idToken.setCustomClaim("a", ${JSON.stringify(forged)});`));
    expect(commands).toMatchObject([{ type: 'idToken.setCustomClaim', value: forged }]);
  });

  it('as the secrets of another Action', async () => {
    const look =
      'api.idToken.setCustomClaim("seen", JSON.stringify([event.secrets, Object.keys(globalThis), module, this]));';
    const spy = `exports.onExecutePostLogin = function (event, api) { ${look} };`;
    const holder = action('event.secrets.KEY;');
    const { commands } = await run([holder, spy], { secrets: { KEY: 'sesame' } });
    expect(commands).toHaveLength(1);
    const alone = await run([spy]);
    expect(JSON.stringify(alone.commands)).not.toContain('sesame');
  });

  it('in 200 interleaved runs: secrets, events, claims and logs stay with their own', async () => {
    const code = action(`
      console.log('begin ' + event.user.user_id);
      api.transaction.setMetadata('n', event.n);
      await new Promise((done) => setTimeout(done, 1 + (event.n % 7)));
      api.idToken.setCustomClaim('seen', [event.n, event.secrets.KEY, event.user.user_id]);
      api.user.setAppMetadata('n', event.n);
      api.cache.set('n', String(event.n));
      console.log('end ' + event.secrets.KEY);`);
    const runs = Array.from({ length: 200 }, async (_, n) => {
      const user = { user_id: `u|${n}` };
      const secrets = { KEY: `k${n}` };
      const result = await run([code, code], { event: { n, user }, secrets, limits: patient });
      const each = (action: number) => [
        { action, type: 'transaction.setMetadata', key: 'n', value: n },
        { action, type: 'idToken.setCustomClaim', name: 'seen', value: [n, `k${n}`, `u|${n}`] },
        { action, type: 'user.setAppMetadata', key: 'n', value: n },
        { action, type: 'cache.set', key: 'n', value: String(n), expires_at: expect.any(Number) },
      ];
      expect(result.commands).toEqual([...each(0), ...each(1)]);
      const lines = [`begin u|${n}`, `end k${n}`];
      expect(result.logs.map(({ text }) => text)).toEqual([...lines, ...lines]);
    });
    await Promise.all(runs);
  });
});

it('an executor is killed for none of what an Action may do by itself', () => {
  expect(events.filter((event) => event.type === 'killed' && event.reason === 'protocol')).toEqual([]);
});
