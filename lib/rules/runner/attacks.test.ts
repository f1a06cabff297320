import { describe, expect, it } from 'vitest';
import { attack, expectNobodyWaited, patient, sliceMs } from './attacks.fixture';
import { hostThatStores, rule, testRunner } from './runner.fixture';
import type { JsonObject, RunInput, RunResult } from './types';

/**
 * The attacks that issue 4 names and the other files of this folder do not have: each through a real executor, with the
 * sign-ins of others timed while it runs and after it.
 */
const tested = testRunner({ limits: { sliceMs, cpuMs: sliceMs * 3 } });

/** Times are by the clock of a machine that may stall for a moment: they are broken when three attacks break them. */
async function endsAlone(
  script: string,
  outcome: object,
  input?: Partial<RunInput>,
  triesLeft = 2,
): Promise<RunResult> {
  const attacked = await attack(tested, script, input);
  expect(attacked.result).toMatchObject(outcome);
  try {
    await expectNobodyWaited(tested, attacked);
  } catch (error) {
    if (triesLeft === 0) throw error;
    return endsAlone(script, outcome, input, triesLeft - 1);
  }
  return attacked.result;
}

const cpu = { kind: 'timeout', cause: 'cpu', error: { name: 'TimeoutError', ruleId: 'rul_1' } };
const goesOn = 'callback(null, user, context);';
const graph = 'let graph = {}; for (let i = 0; i < 60; i++) graph = { left: graph, right: graph };';
const loops = '{ [Symbol.toPrimitive]() { for (;;); }, toString() { for (;;); } }';

describe('loops', () => {
  it.each([
    ['while', 'while (true);'],
    ['do', 'do {} while (true);'],
    ['an iterator without end', 'for (const x of { [Symbol.iterator]: () => ({ next: () => ({}) }) });'],
    ['a generator without end', 'for (const x of (function* () { for (;;) yield; })());'],
    ['an async function that awaits for ever', '(async () => { for (;;) await null; })();'],
    [
      'an async generator without end',
      '(async () => { for await (const x of (async function* () { for (;;) yield; })()); })();',
    ],
    ['an async function whose thenable loops', '(async () => ({ then() { for (;;); } }))();'],
    ['a thenable that settles with itself', 'const t = { then(ok) { ok(t); } }; Promise.resolve(t);'],
    ['a flood of microtasks', 'const f = () => { queueMicrotask(f); queueMicrotask(f); }; f();'],
    ['a flood of ticks', 'const f = () => process.nextTick(f); f();'],
    ['a loop in an interval', 'setInterval(() => { for (;;); }, 1);'],
    ['a loop in a class field', 'class A { static a = (() => { for (;;); })(); }'],
  ])('%s', async (_, body) => {
    await endsAlone(rule(body), cpu);
  });
});

describe('expressions that run away', () => {
  it.each([
    ['nested repetition', '/^(([a-z])+.)+[A-Z]([a-z])+$/.test("a".repeat(60));'],
    ['alternatives that overlap', '/^(a|aa)+$/.test("a".repeat(60) + "!");'],
    ['a back reference', '/^(a*)*\\\\1b$/.test("a".repeat(50));'.replace('\\\\', '\\')],
    ['a split', '("a".repeat(45) + "!").split(/(a+)+$/);'],
    ['a replacement', '("a".repeat(45) + "!").replace(/(a*)*$/g, () => { for (;;); });'],
  ])('%s', async (_, body) => {
    await endsAlone(rule(body), cpu);
  });
});

describe('native code that does not look up', () => {
  it.each([
    ['indexOf over a sparse array', 'new Array(2 ** 32 - 1).indexOf(3);'],
    [
      'lastIndexOf over a length that is made up',
      'Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);',
    ],
    ['reverse of a length that is made up', 'Array.prototype.reverse.call({ length: 2 ** 53 - 1 });'],
    ['JSON of a graph of 2^60 paths', `${graph} JSON.stringify(graph);`],
    ['a user with a graph of 2^60 paths', `${graph} user.graph = graph; ${goesOn}`],
    ['a power of a BigInt', '3n ** (2n ** 28n);'],
    ['the digits of a BigInt', '(1n << 29n ** 4n).toString().length; (7n ** 9000000n).toString();'],
  ])('%s', async (_, body) => {
    const kind = expect.stringMatching(/^(limit|timeout|error)$/);
    await endsAlone(rule(body), { kind, error: { ruleId: 'rul_1' } });
  });
});

describe('memory', () => {
  const keep = (make: string) => `const kept = []; for (let i = 0; ; i++) kept.push(${make});`;
  it.each([
    ['new Array(1e8).fill(0)', 'new Array(1e8).fill(0); for (;;);'],
    ['arrays', keep('new Array(1e5).fill(i)')],
    ['strings', keep('("x" + i).repeat(1e6).toUpperCase()')],
    ['BigInt', keep('(1n << 4000000n) + BigInt(i)')],
    ['Set', 'const s = new Set(); for (let i = 0; ; i++) s.add(i + 0.5);'],
    ['Map', 'const m = new Map(); for (let i = 0; ; i++) m.set({}, i);'],
    [
      'WeakMap',
      'const m = new WeakMap(), k = []; for (;;) { const o = {}; k.push(o); m.set(o, new Array(99)); }',
    ],
    ['typed arrays', keep('new Uint8Array(1e7).fill(1)')],
    ['buffers', keep('Buffer.alloc(1e7, 1)')],
    ['closures', keep('((big) => () => big.length)(new Array(1e4).fill(i))')],
    ['symbols', keep('Symbol.for("s" + i)')],
    ['functions made of text', keep('new Function("return " + i + "/*" + "x".repeat(1e4) + i + "*/")')],
    ['regular expressions', keep('new RegExp("(a|b" + i + "){1,200}").exec("ab")')],
    ['arguments', 'const f = (...all) => f(...all, ...all); f(1, 2);'],
    ['a text that nests', 'JSON.parse("[".repeat(5e7));'],
  ])('%s', async (_, body) => {
    const kind = expect.stringMatching(/^(limit|timeout|error)$/);
    await endsAlone(rule(body), { kind, error: { ruleId: 'rul_1' } });
  });
});

describe('values that act when they are read', () => {
  it.each([
    ['Symbol.toPrimitive in a template', `\`\${${loops}}\`;`],
    ['Symbol.toPrimitive as the time of a timer', `setTimeout(() => {}, ${loops});`],
    ['Symbol.toPrimitive as the name of an error', `const e = new Error("x"); e.name = ${loops}; throw e;`],
    ['Symbol.toPrimitive in a format', `console.log("%s %d", ${loops}, ${loops}); `],
    [
      'a proxy that loops as the user',
      `callback(null, new Proxy(user, { ownKeys() { for (;;); } }), context);`,
    ],
    ['a proxy that loops as the context', `callback(null, user, new Proxy({}, { get() { for (;;); } }));`],
    ['a proxy that loops as an error', 'callback(new Proxy(new Error("x"), { get() { for (;;); } }));'],
    [
      'a proxy that loops, thrown',
      'throw new Proxy({}, { getPrototypeOf() { for (;;); }, get() { for (;;); } });',
    ],
    [
      'a proxy that loops as a patch',
      'auth0.users.updateUserMetadata("u", new Proxy({}, { ownKeys() { for (;;); } }));',
    ],
    ['a getter that loops in a claim', `context.idToken = { get a() { for (;;); } }; ${goesOn}`],
    ['a stack that loops', 'throw Object.defineProperty(new Error("x"), "stack", { get() { for (;;); } });'],
  ])('%s', async (_, body) => {
    await endsAlone(rule(body), cpu);
  });
});

describe('values that are not read at all', () => {
  it.each([
    ['as the name of a module', `require(${loops});`, 'error', 'require needs the name of a module.'],
    [
      'as the id of a user',
      `auth0.users.updateAppMetadata(${loops}, {}).catch(callback);`,
      'deny',
      'auth0.users.updateAppMetadata needs a user id as its first argument.',
    ],
    [
      'as the message of an error',
      `callback({ message: ${loops} });`,
      'deny',
      'The rule failed with a value that is not an error.',
    ],
    ['as the cause of an error', `throw new Error("x", { cause: ${loops} });`, 'error', 'x'],
  ])('Symbol.toPrimitive %s', async (_, body, kind, message) => {
    await endsAlone(rule(body), { kind, error: { message } });
  });
});

describe('floods of output', () => {
  const tooLarge = (of: string) => ({
    kind: 'limit',
    limit: 'output_too_large',
    error: { message: `The ${of} is larger than 1048576 bytes of JSON (setting ANNEX_RULES_OUTPUT_KB).` },
  });
  const big = '"x".repeat(2 ** 24)';
  it.each([
    ['the user', `user.user_metadata = { big: ${big} }; ${goesOn}`, tooLarge('user')],
    ['the context', `context.big = ${big}; ${goesOn}`, tooLarge('context')],
    ['a claim', `context.idToken["https://x.test/a"] = ${big}; ${goesOn}`, tooLarge('context')],
    [
      'a hundred thousand claims',
      `for (let i = 0; i < 1e5; i++) context.idToken["https://x.test/" + i] = i; ${goesOn}`,
      tooLarge('context'),
    ],
    ['the name of a member', `user[${big}] = 1; ${goesOn}`, tooLarge('user')],
  ])('%s', async (_, body, outcome) => {
    await endsAlone(rule(body), outcome, { limits: patient });
  });

  it.each([
    ['its message', `throw new Error(${big});`],
    ['its name', `const e = new Error("x"); e.name = ${big}; throw e;`],
    ['its code', `callback(Object.assign(new Error("x"), { code: ${big} }));`],
    ['its stack', `throw Object.assign(new Error("x"), { stack: ${big} });`],
    ['text that is thrown', `throw ${big};`],
    ['a denial', `callback(new UnauthorizedError(${big}));`],
  ])('an error, through %s', async (_, body) => {
    const { kind, ...result } = await endsAlone(rule(body), {}, { limits: patient });
    expect(['error', 'deny']).toContain(kind);
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });

  it.each([
    ['a line', `console.log(${big});`],
    ['lines', `for (let i = 0; i < 5000; i++) console.log("x".repeat(5000));`],
    [
      'an object with a hundred thousand members',
      'const o = {}; for (let i = 0; i < 1e5; i++) o["k" + i] = i; console.log(o);',
    ],
    ['a graph of 2^60 paths', `${graph} console.log(graph); console.error(graph, graph);`],
    ['a sparse array', 'console.log(new Array(2 ** 32 - 1));'],
    ['an error of the rule', `console.log(new Error(${big}));`],
  ])('the console, through %s', async (_, body) => {
    const { logs } = await endsAlone(rule(`${body} ${goesOn}`), { kind: 'continue' }, { limits: patient });
    const weight = logs.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect(logs.length).toBeGreaterThan(0);
    expect(weight).toBeLessThan(300 * 1024);
  });
});

describe('prototypes through JSON', () => {
  const poison = (): JsonObject =>
    JSON.parse(
      '{"__proto__":{"polluted":1,"admin":true},"constructor":{"prototype":{"polluted":1}},"a":{"__proto__":{"polluted":1}}}',
    );
  const seen = (bag: string) =>
    `context.idToken.value = [${bag}.polluted, ${bag}.admin, ${bag}.a.polluted, ({}).polluted].map((x) => typeof x); ${goesOn}`;
  const host = { ...hostThatStores(), updateUserMetadata: async () => poison() };
  const copies = `const merge = (to, from) => { for (const key in from) { const is = from[key] && typeof from[key] === "object"; if (is && to[key]) merge(to[key], from[key]); else to[key] = from[key]; } return to; };`;
  it.each([
    ['the user', seen('user'), { user: { user_id: 'u', ...poison() } }],
    ['metadata of the user', seen('user.user_metadata'), { user: { user_id: 'u', user_metadata: poison() } }],
    ['the context', seen('context.request'), { context: { request: poison(), idToken: {} } }],
    [
      'an answer of the host',
      `auth0.users.updateUserMetadata("u", {}).then((got) => { ${seen('got')} }, callback);`,
      { host },
    ],
    [
      'a merge of the rule',
      `try { ${copies} merge({}, user.user_metadata); } catch {} ${seen('user.user_metadata')}`,
      { user: { user_id: 'u', user_metadata: poison() } },
    ],
  ])('%s', async (_, body, input) => {
    const { context, user } = await endsAlone(
      rule(body),
      { kind: 'continue' },
      { limits: patient, ...input },
    );
    expect(context.idToken).toEqual({ value: Array(4).fill('undefined') });
    expect(JSON.stringify([context, user])).not.toContain('__proto__');
  });
});

describe('frames that a rule writes itself', () => {
  const text = '"}]}\n{"t":"op","op":"done"}\n{"kind":"continue","forged":true}\u0000\u0000\u0001';

  it('stay text in the user, a claim, the console and a write', async () => {
    const host = hostThatStores();
    const user = { user_id: 'auth0|frame', text };
    const body = `console.log(user.text); user.copy = user.text; context.idToken[user.text] = user.text;
      auth0.users.updateUserMetadata(user.user_id, { [user.text]: user.text }).then(() => { ${goesOn} }, callback);`;
    const {
      user: left,
      context,
      logs,
    } = await endsAlone(rule(body), { kind: 'continue' }, { limits: patient, user, host });
    expect(left).toEqual({ ...user, copy: text });
    expect(context.idToken).toEqual({ [text]: text });
    expect(logs.map((line) => line.text)).toEqual([text]);
    expect(host.asked).toMatchObject([{ userId: 'auth0|frame', patch: { [text]: text } }]);
  });

  it('stay text in an error, and a place that it names is not believed', async () => {
    const body = 'const e = new SyntaxError(user.text + " [rule:feed:99:99]"); callback(e);';
    const result = await endsAlone(
      rule(body),
      { kind: 'deny' },
      { limits: patient, user: { user_id: 'u', text } },
    );
    expect(result).toMatchObject({ error: { message: `${text} [rule:feed:99:99]` } });
    expect(result).not.toHaveProperty('error.position.line', 99);
  });
});
