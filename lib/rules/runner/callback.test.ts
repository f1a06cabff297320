import { describe, expect, it } from 'vitest';
import { claim, claimed, hostThatStores, rule, testRunner } from './runner.fixture';

const { run } = testRunner();

describe('every way to call back', () => {
  it.each([
    ['with both objects', 'callback(null, user, context)'],
    ['with nothing', 'callback()'],
    ['with null', 'callback(null)'],
    ['returned', 'return callback(null, user, context)'],
    ['later', 'setTimeout(function () { callback(null, user, context); }, 5)'],
    ['in setImmediate', 'setImmediate(callback, null, user, context)'],
    ['from a promise', 'Promise.resolve().then(() => callback(null, user, context))'],
  ])('%s keeps what the rule changed', async (_, call) => {
    const result = await run(rule(`user.seen = true; context.idToken.a = 1; ${call};`));
    expect(result).toMatchObject({ kind: 'continue', user: { seen: true }, context: { idToken: { a: 1 } } });
  });

  it.each([
    ['async', 'async function (user, context, callback) { await null; callback(null, user, context); }'],
    ['arrow', '(user, context, callback) => callback(null, user, context)'],
    [
      'named, with a comment first',
      '/* x */ function f(user, context, cb) { return cb(null, user, context); }',
    ],
    ['with a semicolon', 'function (user, context, callback) { callback(null, user, context); };'],
    [
      'with a line comment last',
      'function (user, context, callback) { callback(null, user, context); } // end',
    ],
  ])('a rule that is %s runs', async (_, script) => {
    expect(await run(script)).toMatchObject({ kind: 'continue', user: { email: 'ada@example.com' } });
  });

  it('another user object replaces the first one downstream', async () => {
    const first = rule('callback(null, { user_id: user.user_id, nickname: "new" }, context);');
    const result = await run([first, claim('user.nickname')]);
    expect(claimed(result)).toBe('new');
    expect(result.user).not.toHaveProperty('email');
  });

  it('only the first call counts, and a second one is told', async () => {
    const result = await run(rule('callback(null, user, context); user.late = 1; callback("no");'), {
      lane: 'draft',
    });
    expect(result).toMatchObject({ kind: 'continue', user: expect.not.objectContaining({ late: 1 }) });
    expect(result.logs).toMatchObject([
      { ruleId: 'rul_1', level: 'warn', text: expect.stringContaining('no') },
    ]);
  });

  it('what is thrown after the callback is logged and changes nothing', async () => {
    const result = await run([rule('callback(null, user, context); throw new Error("late");'), claim('1')]);
    expect(claimed(result)).toBe(1);
    expect(result.logs).toMatchObject([
      { ruleId: 'rul_1', level: 'warn', text: expect.stringContaining('late') },
    ]);
  });

  it('an undeclared variable is assigned as in sloppy code', async () => {
    expect(claimed(await run(claim('(undeclared_one = 3, undeclared_one)')))).toBe(3);
  });
});

describe('a pipeline', () => {
  it('runs the rules in order, each seeing what the ones before changed', async () => {
    const add = (letter: string) =>
      rule(`user.path = (user.path || "") + "${letter}"; callback(null, user, context);`);
    const result = await run([
      add('a'),
      add('b'),
      'async (u, c, cb) => { await 0; u.path += "c"; cb(null, u, c); }',
      add('d'),
    ]);
    expect(result.user.path).toBe('abcd');
    expect(result.perRule.map(({ ruleId }) => ruleId)).toEqual(['rul_1', 'rul_2', 'rul_3', 'rul_4']);
  });

  it('does not run the rules behind a denial', async () => {
    const host = hostThatStores();
    const write = rule(
      'auth0.users.updateAppMetadata(user.user_id, { a: 1 }).then(() => callback(null, user, context));',
    );
    const result = await run([rule('callback(new UnauthorizedError("Not you."));'), write], { host });
    expect(result).toMatchObject({ kind: 'deny', error: { ruleId: 'rul_1', message: 'Not you.' } });
    expect(host.asked).toEqual([]);
  });

  it('without rules goes on with what it was given', async () => {
    expect(await run([])).toMatchObject({ kind: 'continue', user: { email: 'ada@example.com' } });
  });

  it('measures each rule and the whole', async () => {
    const wait = rule('setTimeout(() => callback(null, user, context), 200);');
    const { perRule, durationMs } = await run([wait, claim('1')]);
    expect(perRule[0]?.durationMs).toBeGreaterThan(190);
    expect(perRule[1]?.durationMs).toBeLessThan(190);
    expect(durationMs).toBeGreaterThanOrEqual(perRule[0]?.durationMs ?? 0);
  });
});

describe('errors', () => {
  it.each([
    ['text', 'callback("Go away.")', { name: 'Error', message: 'Go away.' }],
    ['an Error', 'callback(new Error("No."))', { name: 'Error', message: 'No.' }],
    [
      'UnauthorizedError',
      'callback(new UnauthorizedError("No."))',
      { name: 'UnauthorizedError', code: 'unauthorized' },
    ],
    [
      'a thrown UnauthorizedError',
      'throw new UnauthorizedError("No.")',
      { name: 'UnauthorizedError', message: 'No.' },
    ],
    ['ValidationError', 'callback(new ValidationError("bad", "Bad."))', { code: 'bad', message: 'Bad.' }],
    [
      'WrongUsernameOrPasswordError',
      'callback(new WrongUsernameOrPasswordError("x", "Wrong."))',
      { code: 'wrongusernameorpassword', message: 'Wrong.' },
    ],
  ])('%s denies', async (_, body, error) => {
    expect(await run(rule(`${body};`))).toMatchObject({ kind: 'deny', error });
  });

  it('a throw tells the line and column in the source of its own rule', async () => {
    const script =
      '// first line\nfunction (user, context, callback) {\n  var x = 1;\n  user.app_metadata.roles.push(x);\n}';
    expect(await run([claim('1'), script])).toMatchObject({
      kind: 'error',
      error: { name: 'TypeError', ruleId: 'rul_2', ruleName: 'Rule 2', position: { line: 4, column: 21 } },
    });
  });

  it('a throw on the first line has its own column', async () => {
    const result = await run('function (user, context, callback) { nowhere.to.go(); }');
    expect(result).toMatchObject({ kind: 'error', error: { position: { line: 1, column: 38 } } });
  });

  it('a rejection of an async rule is an error at its place', async () => {
    const result = await run(
      'async function (user, context, callback) {\n  await null;\n  throw new RangeError("far");\n}',
    );
    expect(result).toMatchObject({
      kind: 'error',
      error: { name: 'RangeError', message: 'far', position: { line: 3, column: 9 } },
    });
  });

  it('a throw in a timer is an error of its rule', async () => {
    const result = await run(rule('setTimeout(() => { throw new Error("tick"); }, 1);'));
    expect(result).toMatchObject({
      kind: 'error',
      error: { message: 'tick', position: { line: 2, column: 26 } },
    });
  });

  it('a promise that nobody handles ends the run with its reason', async () => {
    const result = await run(rule('Promise.resolve().then(() => { throw new Error("lost"); });'));
    expect(result).toMatchObject({ kind: 'error', error: { message: expect.stringContaining('lost') } });
  });

  it('a script that is no rule tells where, and nothing runs', async () => {
    const result = await run([claim('1'), 'function (user, context, callback) {\n  let a; let a;\n}']);
    expect(result).toMatchObject({
      kind: 'error',
      error: { name: 'SyntaxError', ruleId: 'rul_2', position: { line: 2 } },
    });
    expect(result.perRule).toEqual([]);
  });

  it('a rule that ends without callback says so and does not wait for the limit', async () => {
    for (const script of [rule(''), 'async function (user, context, callback) { await null; }']) {
      const result = await run(script);
      const message = 'The rule "Rule 1" finished without calling callback.';
      expect(result).toMatchObject({ kind: 'timeout', cause: 'callback', error: { message } });
      expect(result.durationMs).toBeLessThan(1_000);
    }
  });

  it('a rule that waits for ever ends at the limit', async () => {
    const result = await run(rule('setInterval(() => {}, 20);'), { limits: { wallMs: 150 } });
    expect(result).toMatchObject({ kind: 'timeout', cause: 'wall', error: { ruleId: 'rul_1' } });
  });

  it.each([
    ['a string', 'callback(null, "user", context)'],
    ['an array', 'callback(null, user, [])'],
  ])('%s in the place of an object is refused', async (_, call) => {
    expect(await run(rule(`${call};`))).toMatchObject({ kind: 'error', error: { name: 'TypeError' } });
  });

  it.each([
    ['a circle', 'user.self = user;'],
    ['a BigInt', 'user.big = 1n;'],
    ['a toJSON that gives no object', 'user.toJSON = () => 4;'],
  ])('%s in the user cannot be given on, and is told', async (_, body) => {
    const result = await run(rule(`${body} callback(null, user, context);`));
    expect(result).toMatchObject({ kind: 'limit', limit: 'output_not_json', error: { ruleId: 'rul_1' } });
  });
});
