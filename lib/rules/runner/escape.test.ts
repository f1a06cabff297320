import { describe, expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';

const { run } = testRunner();

/** Puts the value of an expression on the ID token; `host` tells whether a value belongs to a realm with Node in it. */
const probe = (expression: string) =>
  claim(`(() => {
    const host = (value) => {
      const make = value.constructor.constructor;
      const world = make('return this')();
      return world !== globalThis || typeof world.process.exit !== 'undefined' || typeof world.process.binding !== 'undefined';
    };
    try { return ${expression}; } catch (error) { return host(error) ? 'HOST ERROR' : 'threw ' + error.name; }
  })()`);

describe('nothing of Node is in reach', () => {
  it.each([
    ['process.exit', 'typeof process.exit', 'undefined'],
    [
      'process.binding and friends',
      '["binding", "mainModule", "dlopen", "kill", "stdout", "argv"].map((k) => typeof process[k])',
      Array(6).fill('undefined'),
    ],
    ['the environment', 'JSON.stringify(process.env)', '{}'],
    [
      'the constructor of the constructor',
      'typeof [].constructor.constructor("return process")().exit',
      'undefined',
    ],
    ['the world of this', 'this === globalThis || typeof this', true],
    [
      'module, exports and friends',
      '[typeof module, typeof exports, typeof __filename, typeof Bun, typeof Deno]',
      Array(5).fill('undefined'),
    ],
    [
      'shared memory and WebAssembly',
      '[typeof WebAssembly, typeof SharedArrayBuffer, typeof Atomics]',
      Array(3).fill('undefined'),
    ],
    ['isolated-vm', '[typeof ivm, typeof isolate, typeof $0, typeof Prelude]', Array(4).fill('undefined')],
    ['the caller of a callback', 'arguments.callee.caller === null || typeof arguments.callee.caller', true],
    ['the prelude by a stack', 'typeof Error.prepareStackTrace', 'undefined'],
  ])('%s', async (_, expression, value) => {
    const result = claimed(await run(probe(expression)));
    if (value === true)
      expect([true, 'undefined', 'function', 'object', 'threw TypeError']).toContainEqual(result);
    else expect(result).toEqual(value);
  });

  it('a dynamic import finds no module', async () => {
    const result = await run(
      rule(
        'import("fs").then(() => callback("found"), (e) => callback(null, { got: e.constructor.constructor("return typeof process.exit")() }));',
      ),
    );
    expect(result).toMatchObject({ kind: 'continue', user: { got: 'undefined' } });
  });

  it('every function and object in reach belongs to the sandbox', async () => {
    const walk = `(() => {
      const makers = [Function, async function () {}.constructor, function* () {}.constructor, async function* () {}.constructor].map((f) => f.prototype);
      const errors = [() => require('nope'), () => new URL('::'), () => require('crypto').createHash('nope'), () => setTimeout(1), () => null.x, () => new Buffer({}), () => 'x'.repeat(2 ** 30), () => JSON.parse('{'), () => decodeURIComponent('%')]
        .map((fail) => { try { fail(); } catch (error) { return error; } });
      const seen = new Set(), queue = [globalThis, arguments, user, context, callback, console, configuration, auth0, require, setTimeout, setTimeout(() => {}, 1), auth0.users.updateAppMetadata(), require('crypto').webcrypto, crypto.subtle, CryptoKey, crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']), ...errors];
      queue[queue.findIndex((value) => value instanceof Promise)].catch(() => {});
      let foreign = 0;
      while (queue.length) {
        const value = queue.pop();
        if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
        seen.add(value);
        let top = value; while (Object.getPrototypeOf(top)) top = Object.getPrototypeOf(top);
        if (top !== Object.prototype && Object.getPrototypeOf(value) !== null) foreign += 1;
        if (typeof value === 'function' && !makers.some((maker) => maker.isPrototypeOf(value) || value === maker)) foreign += 1;
        for (const key of Reflect.ownKeys(value)) {
          const d = Reflect.getOwnPropertyDescriptor(value, key);
          queue.push(d.value, d.get, d.set);
        }
        queue.push(Object.getPrototypeOf(value));
      }
      return [foreign, seen.size > 500];
    })()`;
    expect(claimed(await run(claim(walk)))).toEqual([0, true]);
  });
});

describe('the ways out of vm2 and its like reach no host object', () => {
  it.each([
    [
      'Promise species',
      'class P extends Promise { static get [Symbol.species]() { return function (f) { f(() => {}, (e) => { global.stolen = e; }); }; } }; P.reject(1).then(); global.stolen && host(Object(global.stolen))',
    ],
    [
      'a thenable given to await',
      '(async () => { await { then(ok) { global.ok = ok; ok(); } }; })(), global.ok ? host(global.ok) : false',
    ],
    [
      'an exception without a prototype',
      '(() => { try { throw Object.create(null); } catch (e) { return Object.getPrototypeOf(e) !== null; } })()',
    ],
    [
      'Error.cause',
      '(() => { try { require("crypto").createHash("nope"); } catch (e) { return e.cause !== undefined || host(e); } })()',
    ],
    [
      'array species',
      '(() => { const a = [1]; a.constructor = { [Symbol.species]: function () { return globalThis; } }; return host(a.map((x) => x)); })()',
    ],
    [
      'an overflow inside a host call',
      '(() => { let last, tries = 0; const f = () => { try { f(); } catch (e) { last = last || e; } if (tries++ < 200) { try { new URL("https://a.b"); } catch (e) { last = e; } } }; f(); return host(last); })()',
    ],
    [
      'a stack formatter',
      '(() => { Error.prepareStackTrace = (e, frames) => frames; const { stack } = new Error(); return typeof stack !== "string"; })()',
    ],
    [
      'a proxy as the patch of a host call',
      '(() => { auth0.users.updateAppMetadata("x", new Proxy({}, { ownKeys(t) { global.seen = t; return []; } })).catch(() => {}); return host(global.seen); })()',
    ],
    [
      'Function.prototype.call replaced',
      '(() => { const was = Function.prototype.call; Function.prototype.call = () => 1; return Function.prototype.call !== was; })()',
    ],
    [
      'Reflect.apply replaced',
      '(() => { const was = Reflect.apply; try { Reflect.apply = () => 1; } catch {} return Reflect.apply !== was; })()',
    ],
    ['a symbol of the inspector', 'typeof Symbol.for("nodejs.util.inspect.custom") !== "symbol"'],
  ])('%s', async (_, expression) => {
    // A comma sequence with declarations needs a body; eval gives the value of the last expression.
    const result = claimed(await run(probe(`!!eval(${JSON.stringify(expression)})`)));
    expect(['threw TypeError', false]).toContainEqual(result);
  });
});

describe('one run cannot change the next', () => {
  it.each([
    ['Object.prototype', 'Object.prototype.polluted = 1; user.__proto__.polluted = 1;', '({}).polluted'],
    [
      'a __proto__ from JSON',
      'Object.assign({}, JSON.parse(\'{"__proto__":{"polluted":1}}\')).x;',
      '({}).polluted',
    ],
    [
      'Array.prototype',
      'Array.prototype.map = () => "broken";',
      '[1].map((x) => x + 1)[0] === 2 ? undefined : 1',
    ],
    ['JSON', 'JSON.stringify = () => "broken"; JSON = null;', 'JSON.stringify({}) === "{}" ? undefined : 1'],
    [
      'Promise',
      'Promise.prototype.then = 1; Promise = 1;',
      'typeof Promise.prototype.then === "function" ? undefined : 1',
    ],
    [
      'a shared class',
      'UnauthorizedError.prototype.name = "x"; UnauthorizedError = 1;',
      'new UnauthorizedError("a").code === "unauthorized" ? undefined : 1',
    ],
    [
      'a module',
      'require("util").format = 1; require("events").prototype.on = 1;',
      'typeof require("util").format === "function" ? undefined : 1',
    ],
    [
      'Web Crypto',
      'crypto.getRandomValues = () => 1; for (const made of [crypto.subtle, SubtleCrypto.prototype]) made.digest = () => 1; CryptoKey.prototype.secret = 1; CryptoKey = 1;',
      '/native|async/.test(String(crypto.subtle.digest)) && CryptoKey.prototype.secret === undefined ? undefined : 1',
    ],
    [
      'console',
      'console.log = () => {}; console = null;',
      'typeof console.log === "function" ? undefined : 1',
    ],
  ])('through %s', async (_, attack, check) => {
    const lane = 'draft';
    await run(rule(`try { ${attack} } catch {}\ncallback(null, user, context);`), { lane });
    expect(claimed(await run(claim(`(${check}) === undefined`), { lane }))).toBe(true);
  });

  it('members may still be named as built-ins are', async () => {
    const body = `user.toString = 'a'; user.constructor = 'b'; user.valueOf = 'c'; user.hasOwnProperty = 'd';
      class Mine extends Error { constructor() { super('m'); this.name = 'Mine'; this.message = 'changed'; } }
      function Old() {} Old.prototype.toString = () => 'old';
      const list = []; list.map = 1;
      context.idToken.value = [user.toString, user.constructor, user.valueOf, user.hasOwnProperty, String(new Mine()), String(new Old()), list.map];
      callback(null, user, context);`;
    expect(claimed(await run(rule(body)))).toEqual(['a', 'b', 'c', 'd', 'Mine: changed', 'old', 1]);
  });

  it('a __proto__ member does not come out', async () => {
    const body = `user.bag = JSON.parse('{"__proto__":{"admin":true},"\\\\u005f_proto__":1,"ok":1}'); callback(null, user, context);`;
    const { user } = await run(rule(body));
    expect(JSON.stringify(user.bag)).toBe('{"ok":1}');
  });
});

describe('what a rule gives to callback', () => {
  it.each([
    ['a thenable', 'user.then = () => { for (;;); };'],
    ['a function member', 'user.f = () => 1;'],
    ['a proxy', 'user = new Proxy(user, {});'],
    ['a class instance', 'user = Object.assign(new (class User {})(), user);'],
  ])('%s comes out as plain JSON', async (_, body) => {
    const { kind, user } = await run(rule(`${body} callback(null, user, context);`));
    expect(kind).toBe('continue');
    expect(Object.getPrototypeOf(user)).toBe(Object.prototype);
    expect(user).not.toHaveProperty('then');
  });

  it.each([
    [
      'an error with getters that throw',
      'const e = new Error("x"); for (const k of ["name", "message", "stack", "code"]) Object.defineProperty(e, k, { get() { throw e; } }); callback(e);',
    ],
    ['null-prototype', 'callback(Object.create(null));'],
    ['a function', 'callback(() => {});'],
    ['a symbol', 'callback(Symbol("s"));'],
    ['a proxy that throws at all', 'callback(new Proxy({}, new Proxy({}, { get() { throw 1; } })));'],
    [
      'an error with a message that is an object',
      'const e = new Error(); e.message = { toString() { throw 1; } }; callback(e);',
    ],
  ])('an error that is %s still denies, with text', async (_, body) => {
    const result = await run(rule(body));
    expect(result).toMatchObject({
      kind: 'deny',
      error: { message: expect.any(String), name: expect.any(String) },
    });
  });

  it('a forged stack names no place in another file', async () => {
    const result = await run(rule('const e = new Error("x"); e.stack = "at rule:feed:99:99"; callback(e);'));
    expect(result).toMatchObject({ kind: 'deny', error: { message: 'x' } });
    expect(result).not.toHaveProperty('error.position');
  });
});
