import { Buffer } from 'node:buffer';
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claim, claimed, hostThatStores, rule, testRunner } from './runner.fixture';

const { run } = testRunner();

describe('console', () => {
  it('keeps every line with its rule, level and time', async () => {
    const log = (word: string) =>
      rule(`console.log("${word}"); console.warn("w"); callback(null, user, context);`);
    const { logs } = await run([log('one'), log('two')]);
    expect(logs.map(({ ruleId, level, text }) => [ruleId, level, text])).toEqual([
      ['rul_1', 'log', 'one'],
      ['rul_1', 'warn', 'w'],
      ['rul_2', 'log', 'two'],
      ['rul_2', 'warn', 'w'],
    ]);
    expect(logs.every(({ at }) => at >= 0)).toBe(true);
  });

  it.each([
    ['"a", 1, true, null, undefined', 'a 1 true null undefined'],
    ['{ a: "x", b: [1, { c: { d: {} } }] }', "{ a: 'x', b: [ 1, { c: [Object] } ] }"],
    ['"%s is %d, %j", "x", 4, { a: 1 }, "more"', 'x is 4, {"a":1} more'],
    ['new Map([["k", 1]]), new Set([2])', "Map(1) { 'k' => 1 } Set(1) { 2 }"],
    ['function named() {}, () => {}', '[Function: named] [Function (anonymous)]'],
    ['Buffer.from("hi")', '<Buffer 68 69>'],
    ['{ get secret() { throw 1; } }', '{ secret: [Getter] }'],
    ['new Date(0), /x/g', '1970-01-01T00:00:00.000Z /x/g'],
  ])('shows %s as Node does', async (args, text) => {
    const { logs } = await run(rule(`console.log(${args}); callback(null, user, context);`));
    expect(logs[0]?.text).toBe(text);
  });

  it('shows an error with its stack, and a circle without end', async () => {
    const { logs } = await run(rule('var a = {}; a.a = a; console.log(a, new Error("x")); callback();'));
    expect(logs[0]?.text).toMatch(/^\{ a: \[Circular \*1\] \} Error: x\n {4}at .*:2:\d+/s);
  });
});

describe('configuration and auth0', () => {
  it('configuration is a plain object of this run', async () => {
    const script = claim('[JSON.stringify(configuration), Object.keys(configuration), configuration.A]');
    expect(claimed(await run(script, { configuration: { A: '1', B: '2' } }))).toEqual([
      '{"A":"1","B":"2"}',
      ['A', 'B'],
      '1',
    ]);
  });

  it('auth0.users writes through the host and gives its answer', async () => {
    const host = hostThatStores();
    const script = `async function (user, context, callback) {
      const updated = await auth0.users.updateUserMetadata(user.user_id, { color: 'red' });
      await auth0.users.updateAppMetadata('auth0|other', { plan: null });
      context.idToken.value = updated.user_metadata;
      callback(null, user, context);
    }`;
    const result = await run(script, { host, user: { user_id: 'auth0|1' } });
    expect(claimed(result)).toEqual({ color: 'red' });
    expect(host.asked).toEqual([
      { bag: 'user_metadata', userId: 'auth0|1', patch: { color: 'red' }, ruleId: 'rul_1' },
      { bag: 'app_metadata', userId: 'auth0|other', patch: { plan: null }, ruleId: 'rul_1' },
    ]);
    expect(result.writes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  });

  it('a refused write rejects with the public message, and with nothing of any other error', async () => {
    const refuse = (error: Error) => ({
      updateUserMetadata: () => Promise.reject(error),
      updateAppMetadata: () => Promise.reject(error),
    });
    const script = rule(`auth0.users.updateAppMetadata(user.user_id, {}).catch((error) => {
      context.idToken.value = [error.message, error.constructor === Error, Object.keys(error)];
      callback(null, user, context);
    });`);
    const known = Object.assign(new Error('Too large.'), { code: 'invalid' });
    expect(claimed(await run(script, { host: refuse(known) }))).toEqual(['Too large.', true, []]);
    const secret = new Error('password of the database');
    expect(claimed(await run(script, { host: refuse(secret) }))).toEqual(['The call failed.', true, []]);
  });

  it('a write made behind the callback is still made', async () => {
    const host = hostThatStores();
    const script = rule(
      'callback(null, user, context); auth0.users.updateAppMetadata(user.user_id, { late: 1 });',
    );
    const result = await run(script, { host, waitForDetached: true });
    expect(result).toMatchObject({ kind: 'continue', writes: [{ outcome: 'done' }] });
  });

  it('auth0 tells the domain and the address of the API', async () => {
    const auth0 = { domain: 'id.test', baseUrl: 'https://id.test/api/v2' };
    expect(claimed(await run(claim('[auth0.domain, auth0.baseUrl, auth0.accessToken]'), { auth0 }))).toEqual([
      'id.test',
      'https://id.test/api/v2',
      null,
    ]);
  });
});

describe('global', () => {
  it('survives from run to run of an executor, and not from draft to live', async () => {
    const count = claim('(global.survivor = (global.survivor || 0) + 1)');
    const seen = [];
    for (let turn = 0; turn < 4; turn++) seen.push(claimed(await run(count)));
    expect(Math.max(...seen.map(Number))).toBeGreaterThan(1);
    expect(claimed(await run(count, { lane: 'draft' }))).toBe(1);
    expect(claimed(await run(count, { lane: 'draft' }))).toBe(2);
  });

  it('a function kept there logs and waits for the run that calls it', async () => {
    const define =
      rule(`global.helper = global.helper || ((done) => setTimeout(() => { console.log("helped"); done(); }, 1));
      global.helper(() => callback(null, user, context));`);
    for (let turn = 0; turn < 4; turn++) {
      const result = await run(define, { lane: 'draft' });
      expect(result).toMatchObject({ kind: 'continue', logs: [{ text: 'helped' }] });
    }
  });
});

describe('what Node has and a bare isolate has not', () => {
  it.each([
    ['Buffer.from("héllo €😀").toString("base64")', Buffer.from('héllo €😀').toString('base64')],
    ['Buffer.from("aGk_-w", "base64").toString("hex")', Buffer.from('aGk_-w', 'base64').toString('hex')],
    ['new Buffer("abc").toString("base64url")', 'YWJj'],
    ['Buffer.concat([Buffer.from("a"), Buffer.from("b")]).toString()', 'ab'],
    ['JSON.stringify(Buffer.from([1, 2]).slice(1))', '{"type":"Buffer","data":[2]}'],
    ['Buffer.from([0xff, 0x41]).toString()', '\ufffdA'],
    ['Buffer.isBuffer(Buffer.alloc(2).map((x) => x + 1))', true],
    ['btoa("hi") + atob("aGk=")', 'aGk=hi'],
    ['new URL("../x?a=1#h", "https://Ex.com/b/c").href', 'https://ex.com/x?a=1#h'],
    [
      '(() => { const u = new URL("https://a.b/?x=1"); u.searchParams.append("y", "ä b"); return u.href; })()',
      'https://a.b/?x=1&y=%C3%A4+b',
    ],
    ['URL.canParse("nope")', false],
    [
      '[...new URLSearchParams("a=1&b=2&a=3")]',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
    ],
    ['new TextDecoder().decode(new TextEncoder().encode("ß"))', 'ß'],
    ['require("querystring").stringify({ a: [1, 2], b: "ü" })', 'a=1&a=2&b=%C3%BC'],
    ['require("querystring").parse("a=1&a=2&b=x+y")', { a: ['1', '2'], b: 'x y' }],
    ['require("url").parse("https://a.b:1/c?d=e", true).query.d', 'e'],
    [
      'require("url@0.10.3").format({ protocol: "https", host: "a.b", pathname: "/c", query: { d: "e" } })',
      'https://a.b/c?d=e',
    ],
    ['require("url").resolve("https://a.b/c/d", "../e")', 'https://a.b/e'],
    ['require("util").format("%s-%i", "a", "12px")', 'a-12'],
    ['require("node:util").inspect({ a: 1 })', '{ a: 1 }'],
    [
      'require("crypto").createHash("sha256").update("a").update("b").digest("hex")',
      createHash('sha256').update('ab').digest('hex'),
    ],
    [
      'require("crypto").createHmac("sha1", "k").update("a").digest("base64")',
      createHmac('sha1', 'k').update('a').digest('base64'),
    ],
    ['require("crypto").randomBytes(8).toString("hex").length', 16],
  ])('%s', async (expression, value) => {
    expect(claimed(await run(claim(expression)))).toEqual(value);
  });

  it('util.inherits and EventEmitter.call work as old code uses them', async () => {
    const script = rule(`
      const EventEmitter = require('events'), util = require('util');
      function Bus() { EventEmitter.call(this); }
      util.inherits(Bus, EventEmitter);
      const bus = new Bus();
      bus.once('x', (value) => { context.idToken.value = value; });
      bus.emit('x', 5); bus.emit('x', 6);
      util.promisify((a, done) => done(null, a))(1).then(() => callback(null, user, context));`);
    expect(claimed(await run(script))).toBe(5);
  });

  it.each(['left-pad', 'constructor', '__proto__', '@scope/unknown@1.0.0', '../native'])(
    'require("%s") cannot be found',
    async (name) => {
      const result = await run(rule(`require(${JSON.stringify(name)});`));
      expect(result).toMatchObject({
        kind: 'error',
        error: { message: `Cannot find module '${name}'`, code: 'MODULE_NOT_FOUND' },
      });
    },
  );
});

it.each([
  ['a text that is code', `eval('con' + 'sole').log('seen');`],
  ['an escape', '\\u0063onsole.log("seen");'],
  ['a parameter of a function', 'const write = (out = console) => out.log("seen"); write();'],
])('a name of the scope is found through %s', async (_, body) => {
  const { logs } = await run(rule(`${body} callback(null, user, context);`));
  expect(logs.map(({ text }) => text)).toEqual(['seen']);
});

it('console and timers are found on the global object too, and in functions made of text', async () => {
  const { logs } = await run(
    rule(`global.setTimeout(() => {
      globalThis.console.log('global');
      new Function('console.log("text")')();
      callback(null, user, context);
    }, 1);`),
  );
  expect(logs.map(({ text }) => text)).toEqual(['global', 'text']);
});
