import { describe, expect, it } from 'vitest';
import type { ActionTrigger } from './action-types';
import { action, testActions } from './actions.fixture';

const { run, evaluate } = testActions();

const user = {
  user_id: 'auth0|ada',
  email: 'ada@example.com',
  user_metadata: { a: 1 },
  app_metadata: { b: 2 },
};

/** The commands of one Action with this body, without the number of the Action. */
const asked = async (body: string, trigger: ActionTrigger = 'post-login', input = {}) => {
  const result = await run(action(body, trigger), { trigger, ...input });
  if (result.kind !== 'continue') return `${result.kind}: ${result.error.message}`;
  return result.commands.map(({ action: _, ...command }) => command);
};

describe('a module', () => {
  it.each([
    ['exports.x = …', 'exports.onExecutePostLogin = (event, api) => { api.access.deny("x"); };'],
    [
      'module.exports = …',
      'module.exports = { onExecutePostLogin: async (e, api) => { api.access.deny("x"); } };',
    ],
    [
      'module.exports.x = …',
      'module.exports.onExecutePostLogin = function (e, api) { return api.access.deny("x"); }',
    ],
    [
      'helpers and comments',
      '// a\nconst say = (api) => api.access.deny("x");\nexports.onExecutePostLogin = async (e, api) => say(api); // b',
    ],
    [
      'names declared again',
      'const { setTimeout, module } = {}; let console;\nexports.onExecutePostLogin = async (e, api) => { api.access.deny("x"); };',
    ],
    [
      'a class instance',
      'class A { onExecutePostLogin(e, api) { this.deny(api); } deny(api) { api.access.deny("x"); } }\nmodule.exports = new A();',
    ],
  ])('may export by %s', async (_, code) => {
    expect(await run(code)).toMatchObject({
      kind: 'continue',
      commands: [{ type: 'access.deny', reason: 'x' }],
    });
  });

  it('that exports no handler says so, and fails', async () => {
    expect(await run('exports.other = 1;')).toMatchObject({
      kind: 'error',
      error: { message: 'The Action exports no function onExecutePostLogin.', actionName: 'Action 1' },
    });
  });

  it('is made anew for each run, so that nothing at its top is left from another', async () => {
    const code =
      'let runs = 0;\nexports.onExecutePostLogin = async (e, api) => { api.idToken.setCustomClaim("runs", ++runs); };';
    for (let turn = 0; turn < 3; turn++) expect(await run(code)).toMatchObject({ commands: [{ value: 1 }] });
  });

  it('that is no module tells line and column, and nothing runs', async () => {
    expect(await run([action(''), 'exports.a = 1;\nexport * from "y";'])).toMatchObject({
      kind: 'error',
      error: { name: 'SyntaxError', actionId: 'act_2', position: { line: 2, column: 1 } },
      perAction: [],
    });
  });

  it('cannot close the function that it is compiled in', async () => {
    const result = await run('}).call(0) }); (function () { (function () {');
    expect(result).toMatchObject({ kind: 'error', error: { name: 'SyntaxError' } });
  });

  it('requires what is bundled, by any of its names, and nothing else', async () => {
    expect(await evaluate('require("node:crypto").createHash("sha1").update("x").digest("hex").length')).toBe(
      40,
    );
    expect(await evaluate('typeof require("axios").get')).toBe('function');
    expect(await evaluate('require("left-pad")')).toBe("error: Cannot find module 'left-pad'");
  });
});

describe('the event', () => {
  it('is each Action’s own copy, with its own secrets', async () => {
    const first = action('event.user.email = "changed"; event.secrets.KEY = "changed";');
    const second = action('api.idToken.setCustomClaim("seen", [event.user.email, event.secrets.KEY]);');
    const { commands } = await run([first, second], { event: { user }, secrets: { KEY: 's' } });
    expect(commands).toMatchObject([{ action: 1, value: ['ada@example.com', 's'] }]);
  });

  it('shows metadata that Actions before have set, removed and taken back', async () => {
    const first = action(`
      api.user.setUserMetadata('theme', 'dark');
      api.user.setUserMetadata('a', null);
      api.user.setAppMetadata('b', { deep: [1] });
      api.user.setAppMetadata('draft', 1);
      api.user.setAppMetadata('draft', undefined);`);
    const second = action('api.idToken.setCustomClaim("seen", event.user);');
    const { commands } = await run([first, second], { event: { user } });
    expect(commands.at(-1)).toMatchObject({
      value: {
        email: 'ada@example.com',
        user_metadata: { theme: 'dark' },
        app_metadata: { b: { deep: [1] } },
      },
    });
  });

  it('shows transaction metadata that Actions before have set', async () => {
    const first = action('api.transaction.setMetadata("step", 2);');
    const second = action('api.idToken.setCustomClaim("seen", event.transaction);');
    const event = { user, transaction: { id: 't', metadata: { old: true } } };
    const { commands } = await run([first, second], { event });
    expect(commands.at(-1)).toMatchObject({ value: { id: 't', metadata: { old: true, step: 2 } } });
  });

  it('holds hostile names as data', async () => {
    const query = JSON.parse('{"__proto__":{"admin":true},"constructor":1}');
    const look = '[({}).admin, Object.keys(event.request.query), event.user.admin]';
    const seen = await evaluate(look, { event: { user, request: { query } } });
    expect(seen).toEqual([null, ['__proto__', 'constructor'], null]);
  });
});

describe('api of post-login', () => {
  it.each([
    ['access.deny', 'api.access.deny("No.")', [{ type: 'access.deny', reason: 'No.' }]],
    [
      'idToken',
      'api.idToken.setCustomClaim("a", { b: 1 })',
      [{ type: 'idToken.setCustomClaim', name: 'a', value: { b: 1 } }],
    ],
    [
      'accessToken',
      'api.accessToken.setCustomClaim("a", undefined)',
      [{ type: 'accessToken.setCustomClaim', name: 'a', value: null }],
    ],
    [
      'scopes',
      'api.accessToken.addScope("a:b").accessToken.removeScope("c")',
      [
        { type: 'accessToken.addScope', scope: 'a:b' },
        { type: 'accessToken.removeScope', scope: 'c' },
      ],
    ],
    [
      'metadata',
      'api.user.setUserMetadata("k", [1]); api.user.setAppMetadata("k", null)',
      [
        { type: 'user.setUserMetadata', key: 'k', value: [1] },
        { type: 'user.setAppMetadata', key: 'k', value: null },
      ],
    ],
    [
      'sendUserTo',
      'api.redirect.sendUserTo("https://a.example/p?x=1", { query: { y: "ä&", z: undefined } })',
      [{ type: 'redirect.sendUserTo', url: 'https://a.example/p?x=1&y=%C3%A4%26' }],
    ],
    [
      'setPrimaryUser',
      'api.authentication.setPrimaryUser("auth0|1")',
      [{ type: 'authentication.setPrimaryUser', userId: 'auth0|1' }],
    ],
    [
      'transaction',
      'api.transaction.setMetadata("k", true)',
      [{ type: 'transaction.setMetadata', key: 'k', value: true }],
    ],
    [
      'validation.error',
      'api.validation.error("bad", "Bad.")',
      [{ type: 'validation.error', code: 'bad', message: 'Bad.' }],
    ],
  ])('%s', async (_, body, commands) => {
    expect(await asked(body)).toEqual(commands);
  });

  it.each([
    ['a scope of two words', 'api.accessToken.addScope("a b")', 'A scope is one word without quotes.'],
    [
      'a redirect to script',
      'api.redirect.sendUserTo("javascript:alert(1)")',
      'The address of a redirect must be a web address.',
    ],
    ['a redirect to nowhere', 'api.redirect.sendUserTo("/path")', 'Invalid URL'],
    [
      'a claim without a name',
      'api.idToken.setCustomClaim("", 1)',
      'The name of a claim must be a text that is not empty.',
    ],
    [
      'a claim that is a circle',
      'const a = {}; a.a = a; api.idToken.setCustomClaim("a", a)',
      'Converting circular structure to JSON',
    ],
    [
      'a second primary user',
      'api.authentication.setPrimaryUser("a").authentication.setPrimaryUser("b")',
      'The primary user of a sign-in can be set once.',
    ],
    [
      'a method outside of a continuation',
      'api.authentication.recordMethod("https://a.example")',
      'recordMethod can be called in onContinuePostLogin only.',
    ],
    [
      'transaction metadata that is an object',
      'api.transaction.setMetadata("k", {})',
      'Transaction metadata may hold texts, numbers and booleans.',
    ],
    [
      'a transaction key of 65',
      'api.transaction.setMetadata("k".repeat(65), 1)',
      'The key of transaction metadata may have 64 characters.',
    ],
    [
      'a transaction value of 8 kB',
      'api.transaction.setMetadata("k", "x".repeat(8193))',
      'A value of transaction metadata may have 8192 bytes.',
    ],
    [
      '16 kB of transaction metadata',
      'for (const k of "abc") api.transaction.setMetadata(k, "x".repeat(8000))',
      'Transaction metadata may have 16384 bytes in all.',
    ],
    [
      '32 kB of metadata',
      'for (const k of "abcde") api.user.setAppMetadata(k, "x".repeat(8000))',
      'The app_metadata that Actions set may have 32768 bytes in all.',
    ],
  ])('%s fails the run', async (_, body, message) => {
    expect(await asked(`${body};`)).toEqual(expect.stringContaining(message));
  });

  it.each(['prompt.render', 'groups.getUserGroups', 'roles.getUserEffectiveRoles'])(
    'api.%s is not there: it throws, and catching that changes nothing',
    async (method) => {
      expect(await asked(`api.${method}("x");`)).toBe(
        `error: api.${method} is not available in this version of Annex.`,
      );
      expect(await asked(`try { api.${method}("x"); } catch {}`)).toEqual([
        { type: 'unavailable', method: `api.${method}` },
      ]);
    },
  );

  it('looking at api asks for nothing', async () => {
    const body =
      'console.log(api, JSON.stringify(api)); await api.prompt; Object.values(api.roles).map(String);';
    expect(await asked(body)).toEqual([]);
  });

  describe('api.session and api.refreshToken', () => {
    const session = { id: 's', metadata: { kept: '1' } };
    const event = { session, refresh_token: { id: 'r', metadata: {} }, user: {} };
    const askedWith = async (body: string) => {
      const result = await run(action(body), { event });
      if (result.kind !== 'continue') return `${result.kind}: ${result.error.message}`;
      return result.commands.map(({ action: _, ...command }) => command);
    };

    it.each(['session', 'refreshToken'])('%s is asked for metadata and ends', async (area) => {
      const body = `api.${area}.setMetadata('a', 'x').${area}.setMetadata('b', null).${area}.deleteMetadata('c');
        api.${area}.evictMetadata(); api.${area}.setExpiresAt(5e12); api.${area}.setIdleExpiresAt(-1);`;
      expect(await askedWith(body)).toEqual([
        { type: `${area}.setMetadata`, key: 'a', value: 'x' },
        { type: `${area}.setMetadata`, key: 'b', value: null },
        { type: `${area}.deleteMetadata`, key: 'c' },
        { type: `${area}.evictMetadata` },
        { type: `${area}.setExpiresAt`, at: 5e12 },
        { type: `${area}.setIdleExpiresAt`, at: -1 },
      ]);
    });

    it('take a mode of the cookie and a reason to revoke', async () => {
      expect(
        await askedWith(`api.session.setCookieMode('non-persistent').session.revoke('Moved.');`),
      ).toEqual([
        { type: 'session.setCookieMode', mode: 'non-persistent' },
        { type: 'session.revoke', reason: 'Moved.', preserveRefreshTokens: false },
      ]);
      expect(await askedWith(`api.session.revoke('', { preserveRefreshTokens: true });`)).toEqual([
        { type: 'session.revoke', reason: '', preserveRefreshTokens: true },
      ]);
      expect(await askedWith(`api.refreshToken.revoke('Moved.');`)).toEqual([
        { type: 'refreshToken.revoke', reason: 'Moved.' },
      ]);
    });

    it.each([
      ['a date that is none', `setExpiresAt(NaN)`, 'api.session.setExpiresAt needs a number'],
      ['a date without an end', `setIdleExpiresAt(Infinity)`, 'api.session.setIdleExpiresAt needs a number'],
      ['a date as text', `setExpiresAt('2030-01-01')`, 'api.session.setExpiresAt needs a number'],
      ['a date as an object', `setExpiresAt(new Date())`, 'api.session.setExpiresAt needs a number'],
      ['a key of 256', `setMetadata('k'.repeat(256), 'x')`, 'may have 255 characters'],
      ['a key of control characters', `setMetadata('a\\0b', 'x')`, 'may have no control characters'],
      ['a value of 256', `setMetadata('k', 'x'.repeat(256))`, 'may have 255 characters'],
      ['a value that is no text', `setMetadata('k', { a: 1 })`, 'must be a text'],
      ['half a character', `setMetadata('k', '\\ud800')`, 'no unpaired surrogate'],
      ['another mode', `setCookieMode('nonpersistent')`, 'is "persistent" or "non-persistent"'],
    ])('%s fails the run', async (_, call, message) => {
      expect(await askedWith(`api.session.${call};`)).toContain(message);
    });

    it('26 keys fail the run, counted with those that are there', async () => {
      const fill = (count: number) =>
        `for (let i = 0; i < ${count}; i++) api.session.setMetadata('k' + i, 'x');`;
      expect(await askedWith(fill(24))).toHaveLength(24);
      expect(await askedWith(fill(25))).toContain('The metadata of a session may have 25 keys.');
      expect(await askedWith(`api.session.evictMetadata(); ${fill(25)}`)).toHaveLength(26);
    });

    it('metadata that was set is in the event of the next Action, hostile names as data', async () => {
      const set = `api.session.setMetadata('__proto__', 'x').session.deleteMetadata('kept');
        api.refreshToken.setMetadata('constructor', 'y');`;
      const seen = `api.idToken.setCustomClaim('seen', [
        Object.entries(event.session.metadata), Object.entries(event.refresh_token.metadata), ({}).x === undefined]);`;
      const { commands } = await run([action(set), action(seen)], { event });
      expect(commands.at(-1)).toMatchObject({ value: [[['__proto__', 'x']], [['constructor', 'y']], true] });
    });

    it('a missing value changes nothing and is told', async () => {
      const result = await run(action(`api.session.setMetadata('k', event.request?.asn);`), { event });
      expect(result).toMatchObject({ kind: 'continue', commands: [] });
      expect(result.logs).toMatchObject([
        { level: 'warn', text: expect.stringContaining('without a value') },
      ]);
    });

    it('without a session nothing is asked of it, and that is told; to revoke it denies', async () => {
      const calls = `api.session.setMetadata('a', 'x').session.setCookieMode('persistent').session.setExpiresAt(1);`;
      const result = await run(action(`${calls} api.session.revoke('no');`));
      expect(result.commands).toMatchObject([{ type: 'session.revoke' }]);
      expect(result.logs.map(({ text }) => text)).toEqual(
        ['setMetadata', 'setCookieMode', 'setExpiresAt'].map(
          (method) => `api.session.${method} has no effect: this sign-in has no session.`,
        ),
      );
    });

    it('without a refresh token that is exchanged there is none to revoke, and its event is not made up', async () => {
      expect(await asked(`api.refreshToken.revoke('no');`)).toContain(
        'only while a refresh token is exchanged',
      );
      const { commands } = await run([
        action(`api.refreshToken.setMetadata('a', 'x');`),
        action(`api.idToken.setCustomClaim('seen', event.refresh_token === undefined);`),
      ]);
      expect(commands.at(-1)).toMatchObject({ value: true });
    });
  });

  it('api.samlResponse takes its setters, without an effect where there is no SAML response', async () => {
    const result = await run(
      action(`api.samlResponse.setAttribute('groups', event.user.groups).samlResponse.setAudience('x')
        .idToken.setCustomClaim('a', 1);`),
    );
    expect(result).toMatchObject({ kind: 'continue', commands: [{ type: 'idToken.setCustomClaim' }] });
    expect(result.logs.map(({ level, text }) => [level, text])).toEqual(
      ['setAttribute', 'setAudience'].map((setter) => [
        'warn',
        `api.samlResponse.${setter} has no effect: this sign-in makes no SAML response.`,
      ]),
    );
    expect(await run(action('api.samlResponse.setNothing();'))).toMatchObject({ kind: 'error' });
  });

  it.each([
    [`multifactor.enable('duo')`, 'multifactor.enable with duo'],
    [`authentication.challengeWith({ type: 'email' })`, 'authentication.challengeWith with email'],
    [`authentication.enrollWithAny([{ type: 'phone' }])`, 'authentication.enrollWithAny with phone'],
    [`authentication.challengeWithAny('otp')`, 'authentication.challengeWithAny with no factor'],
  ])('api.%s names a factor that is not there: catching its error changes nothing', async (call, method) => {
    expect(await asked(`api.${call};`)).toBe(
      `error: api.${method} is not available in this version of Annex.`,
    );
    expect(await asked(`try { api.${call}; } catch {}`)).toEqual([
      { type: 'unavailable', method: `api.${method}` },
    ]);
  });

  it('multifactor.enable asks for a factor at the end, and remembers no browser unless it is told to', async () => {
    expect(
      await asked(
        `api.multifactor.enable('any'); api.multifactor.enable('none', { allowRememberBrowser: true });`,
      ),
    ).toEqual([
      { type: 'multifactor.enable', provider: 'any', allowRememberBrowser: false },
      { type: 'multifactor.enable', provider: 'none', allowRememberBrowser: true },
    ]);
  });

  it.each([
    `challengeWith({ type: 'otp' })`,
    `challengeWith({ type: 'phone' }, { additionalFactors: [{ type: 'recovery-code' }] })`,
    `enrollWithAny([{ type: 'push-notification' }, { type: 'otp' }])`,
  ])('authentication.%s asks for a factor that is there', async (call) => {
    expect(await asked(`api.authentication.${call};`)).toEqual([{ type: 'authentication.requireFactor' }]);
  });

  it('rules.wasExecuted knows the rules of this sign-in', async () => {
    const surroundings = { cache: [], executedRules: ['rul_1'] };
    expect(
      await evaluate('[api.rules.wasExecuted("rul_1"), api.rules.wasExecuted("rul_2")]', { surroundings }),
    ).toEqual([true, false]);
  });

  it('canRedirect tells where nobody can be sent away', async () => {
    const surroundings = { cache: [], executedRules: [], redirect: { isPossible: false, host: 'h' } };
    expect(await evaluate('api.redirect.canRedirect()')).toBe(true);
    expect(await evaluate('api.redirect.canRedirect()', { surroundings })).toBe(false);
  });
});

describe('a chain', () => {
  const claim = (name: string) => action(`api.idToken.setCustomClaim('${name}', 1);`);

  it.each([
    ['a denial', 'api.access.deny("no"); api.idToken.setCustomClaim("still", 1);'],
    ['a validation error', 'api.validation.error("c", "m");'],
    ['a revoked session', 'api.session.revoke("no");'],
    ['a redirect', 'api.redirect.sendUserTo("https://a.example");'],
  ])('ends behind %s, when that Action is done', async (_, body) => {
    const { commands, perAction } = await run([claim('a'), action(body), claim('b')]);
    expect(commands.map((command) => command.action)).not.toContain(2);
    expect(perAction.map(({ actionId }) => actionId)).toEqual(['act_1', 'act_2']);
  });

  it('goes on at an Action with its other handler, and need not have one', async () => {
    const both = `${action('api.access.deny("again");')}\nexports.onContinuePostLogin = async (e, api) => { api.authentication.recordMethod('https://a.example/m'); };`;
    const resumed = await run([both, claim('b')], { resumes: true });
    expect(resumed.commands).toMatchObject([
      { type: 'authentication.recordMethod' },
      { action: 1, name: 'b' },
    ]);
    expect((await run([claim('a'), claim('b')], { resumes: true })).commands).toMatchObject([
      { action: 1, name: 'b' },
    ]);
  });

  it('ends with the error of the Action that threw, at its line, with what was asked for before', async () => {
    const result = await run([claim('a'), action('const x = 1;\nevent.nothing.here;'), claim('b')]);
    expect(result).toMatchObject({
      kind: 'error',
      commands: [{ name: 'a' }],
      error: { name: 'TypeError', actionId: 'act_2', position: { line: 3, column: 15 } },
    });
  });

  it('keeps console output by Action', async () => {
    const { logs } = await run([action('console.log("one", { a: 1 });'), action('console.error("two");')]);
    expect(logs).toMatchObject([
      { actionId: 'act_1', level: 'log', text: 'one { a: 1 }' },
      { actionId: 'act_2', level: 'error', text: 'two' },
    ]);
  });

  it('ignores, and tells, what an Action asks for after its end', async () => {
    const late = action('setTimeout(() => api.access.deny("late"), 1);');
    const result = await run([late, action('await new Promise((done) => setTimeout(done, 50));')]);
    expect(result).toMatchObject({ kind: 'continue', commands: [] });
    expect(result.logs[0]?.text).toContain('after the end of the Action was ignored: access.deny');
  });
});

describe('redirect tokens', () => {
  const back = (token: string, state: string, where = 'query') => ({
    resumes: true,
    event: { user, request: { ip: '203.0.113.7', [where]: { session_token: token } } },
    surroundings: { cache: [], executedRules: [], redirect: { isPossible: true, host: 'id.example', state } },
  });
  const validate = `exports.onContinuePostLogin = async (e, api) => {
    api.idToken.setCustomClaim('value', api.redirect.validateToken({ secret: 'k', tokenParameterName: 'session_token' }));
  };`;
  const encode = async (options: string) =>
    String(await evaluate(`api.redirect.encodeToken(${options})`, { ...back('', ''), resumes: false }));
  const checked = async (token: string, state = 's', where?: string) => {
    const result = await run(validate, back(token, state, where));
    return result.kind === 'continue' ? result.commands[0] : result.error.message;
  };

  it('are HS256 JWTs for this person that carry a payload, and come back by query or body', async () => {
    const token = await encode('{ secret: "k", payload: { state: "s", plan: { name: "ä" } } }');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toEqual({
      sub: 'auth0|ada',
      iss: 'id.example',
      ip: '203.0.113.7',
      state: 's',
      plan: { name: 'ä' },
      iat: expect.any(Number),
      exp: claims.iat + 900,
    });
    expect(await checked(token)).toMatchObject({ value: claims });
    expect(await checked(token, 's', 'body')).toMatchObject({ value: claims });
  });

  it.each([
    ['of another redirect', '{ secret: "k", payload: { state: "other" } }', 'its state is not that'],
    ['without a state', '{ secret: "k" }', 'its state is not that'],
    ['signed with another key', '{ secret: "x", payload: { state: "s" } }', 'the signature is wrong'],
    [
      'that has expired',
      '{ secret: "k", payload: { state: "s" }, expiresInSeconds: 0.001 }',
      'it has expired',
    ],
  ])('%s are refused', async (_, options, message) => {
    expect(await checked(await encode(options))).toContain(message);
  });

  it.each([
    ['nothing', '', 'there is no parameter "session_token"'],
    ['no JWT', 'abc', 'it is no JWT'],
    [
      'algorithm none',
      `${btoa('{"alg":"none"}')}.${btoa('{"state":"s","exp":9999999999}')}.`,
      'a JWT with HS256',
    ],
  ])('%s is refused', async (_, token, message) => {
    expect(await checked(token)).toContain(message);
  });

  it('need a secret', async () => {
    expect(await evaluate('api.redirect.encodeToken({})')).toContain('The secret of a redirect token');
  });
});

describe('the cache', () => {
  const later = Date.now() + 3_600_000;
  const surroundings = {
    executedRules: [],
    cache: [
      { key: 'k', value: 'v', expires_at: later },
      { key: 'old', value: 'x', expires_at: 1 },
    ],
  };

  it('gives what it was given while it lasts, and what was set in the run', async () => {
    const look =
      '[api.cache.get("k"), api.cache.get("old"), api.cache.set("n", "1").type, api.cache.get("n").value, api.cache.delete("k").type, api.cache.get("k"), api.cache.delete("k").type]';
    expect(await evaluate(look, { surroundings })).toBe('no value: cache.set');
    const { commands } = await run(action(`api.idToken.setCustomClaim('value', ${look});`), { surroundings });
    expect(commands).toMatchObject([
      { type: 'cache.set', key: 'n', value: '1' },
      { type: 'cache.delete', key: 'k' },
      { value: [{ value: 'v', expires_at: later }, null, 'success', '1', 'success', null, 'error'] },
    ]);
  });

  it('keeps an entry a quarter of an hour, as long as it says, and a day at most', async () => {
    const { commands } = await run(
      action(
        'api.cache.set("a", "1"); api.cache.set("b", "1", { ttl: 1000 }); api.cache.set("c", "1", { expires_at: 9e15 });',
      ),
    );
    const lives = commands.map((command) =>
      command.type === 'cache.set' ? Math.round((command.expires_at - Date.now()) / 60_000) : 0,
    );
    expect(lives).toEqual([15, 0, 1440]);
  });

  it.each([
    ['a key of 65 bytes', 'api.cache.set("é".repeat(33), "v")', 'key_size_exceeded'],
    ['a value of 4 kB', 'api.cache.set("k", "x".repeat(4097))', 'value_size_exceeded'],
    [
      '8 kB in all',
      '[1, 2, 3].map((n) => api.cache.set("k" + n, "x".repeat(4000))).at(-1)',
      'cache_size_exceeded',
    ],
    [
      '21 entries',
      'Array.from({ length: 21 }, (_, n) => api.cache.set("k" + n, "v")).at(-1)',
      'cache_size_exceeded',
    ],
    ['a number', 'api.cache.set("k", 1)', 'invalid_type'],
    ['what is over', 'api.cache.set("k", "v", { ttl: -1 })', 'item_already_expired'],
  ])('refuses %s with a code', async (_, call, code) => {
    const { commands } = await run(
      action(`const answer = ${call}; api.idToken.setCustomClaim('code', answer);`),
    );
    expect(commands.at(-1)).toMatchObject({ value: { type: 'error', code } });
  });
});

describe('api of the other triggers', () => {
  it('credentials-exchange: deny with a code, claims, target scopes', async () => {
    const trigger = 'credentials-exchange';
    const event = { client: { client_id: 'm' }, transaction: { target_scopes: ['a', 'b'] } };
    expect(await asked('api.access.deny("invalid_scope", "No.")', trigger)).toEqual([
      { type: 'access.deny', code: 'invalid_scope', reason: 'No.' },
    ]);
    expect(await asked('api.access.deny("made_up", "No.")', trigger)).toMatchObject([
      { code: 'server_error', reason: 'No.' },
    ]);
    expect(await asked('api.accessToken.setCustomClaim("a", 1)', trigger)).toHaveLength(1);
    const scopes = 'api.transaction.addTargetScope("c"); api.transaction.removeTargetScope("a");';
    expect(await asked(scopes, trigger, { event })).toMatchObject([
      { scopes: ['a', 'b', 'c'] },
      { scopes: ['b', 'c'] },
    ]);
    expect(
      await asked(
        'api.transaction.clearTargetScopes(); api.transaction.setTargetScopes(["x", "x"]);',
        trigger,
        { event },
      ),
    ).toMatchObject([{ scopes: [] }, { scopes: ['x'] }]);
    expect(await asked('api.idToken.setCustomClaim("a", 1)', trigger)).toContain('error');
  });

  it('pre-user-registration: deny with a message for the person, metadata, validation', async () => {
    const trigger = 'pre-user-registration';
    expect(await asked('api.access.deny("spam", "Not here.")', trigger)).toEqual([
      { type: 'access.deny', reason: 'spam', userMessage: 'Not here.' },
    ]);
    expect(
      await asked('api.user.setAppMetadata("plan", "free"); api.validation.error("c", "m")', trigger),
    ).toHaveLength(2);
    expect(await asked('api.redirect.sendUserTo("https://a.example")', trigger)).toContain('error');
  });

  it.each(['post-user-registration', 'post-change-password'] as const)(
    '%s: the cache and nothing else',
    async (trigger) => {
      expect(await asked('api.cache.set("a", "1")', trigger)).toMatchObject([{ type: 'cache.set' }]);
      expect(await asked('api.access.deny("x")', trigger)).toContain('error');
    },
  );
});
