import {
  constants,
  createHmac,
  createSign,
  createVerify,
  generateKeyPairSync,
  pbkdf2Sync,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bundledModules } from './bundled-modules';
import { claim, claimed, rule, testRunner } from './runner.fixture';
import type { HttpAnswer, HttpCall } from './types';

const { run } = testRunner();

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = {
  privateKey: rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  publicKey: rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
};
const configuration = { PRIVATE: pem.privateKey, PUBLIC: pem.publicKey };

describe('require', () => {
  it.each(bundledModules)('gives %s', async (name) => {
    const kinds = claim(`[typeof require(${JSON.stringify(name)}), typeof require('${name}@9.9.9')]`);
    const found = claimed(await run(kinds));
    expect(['object,object', 'function,function']).toContain(String(found));
  });

  it.each([
    ["require('lodash@4.17.19').get({ a: { b: 1 } }, 'a.b')", 1],
    ["require('lodash').chain([3, 1, 2]).sortBy().map(_.identity).value()", [1, 2, 3]],
    ["require('lodash').template('<%= a %>!')({ a: 'x' })", 'x!'],
    ["require('lodash').merge({ a: { b: 1 } }, { a: { c: 2 } })", { a: { b: 1, c: 2 } }],
    ["require('native-or-bluebird@1.2.0') === Promise", true],
    [
      "require('jwt-decode')(jwt.sign({ a: 1 }, 's')).a + require('jwt-decode').jwtDecode('e30.e30.', { header: true })",
      '1[object Object]',
    ],
    [
      "(() => { try { require('jwt-decode')('x.y.z'); } catch (e) { return e.name; } })()",
      'InvalidTokenError',
    ],
    ["require('js-yaml').load('a: [1, x]')", { a: [1, 'x'] }],
    ["require('underscore').pluck([{ a: 1 }, { a: 2 }], 'a')", [1, 2]],
    ["require('utils-merge')({ a: 1, b: 1 }, { b: 2 })", { a: 1, b: 2 }],
    ["require('uuid')().length + require('uuid').v4().length", 72],
    ["require('uuid').v5('a', require('uuid').v5.URL)", 'e1407479-3136-56c0-9908-bb02fb0339e2'],
    ["require('uuid/v4')().length + require('lodash/get')({ a: 'x' }, 'a')", '36x'],
    ["require('moment@2.11.2').utc('2020-02-28').add(2, 'days').format('YYYY-MM-DD')", '2020-03-01'],
    ["require('moment')('2020-01-01').isAfter(require('moment')('2019-12-31'))", true],
    [
      "require('moment-timezone').tz('2026-07-01T12:00:00Z', 'America/New_York').format()",
      '2026-07-01T08:00:00-04:00',
    ],
    ["require('ipaddr.js').parse('10.1.2.3').match(require('ipaddr.js').parseCIDR('10.0.0.0/8'))", true],
    [
      "require('oauth-sign').hmacsign('GET', 'https://a.b/c', { a: '1' }, 'k', 't')",
      createHmac('sha1', 'k&t').update('GET&https%3A%2F%2Fa.b%2Fc&a%3D1').digest('base64'),
    ],
    [
      "new (require('xmldom').DOMParser)().parseFromString('<a><b c=\"1\">x</b></a>').documentElement.firstChild.textContent",
      'x',
    ],
    [
      "require('xpath').select('string(//b/@c)', new (require('xmldom').DOMParser)().parseFromString('<a><b c=\"1\"/></a>'))",
      '1',
    ],
    [
      "new (require('xml2js').Builder)({ headless: true }).buildObject({ a: { b: 1 } }).replace(/\\s/g, '')",
      '<a><b>1</b></a>',
    ],
    ["require('bcryptjs').compareSync('pw', require('bcrypt').hashSync('pw', 4))", true],
    [
      'require(\'extend\')(true, { a: { b: 1 } }, { a: { c: 2 } }, JSON.parse(\'{"__proto__":{"p":1}}\')).a',
      { b: 1, c: 2 },
    ],
    ["require('path').join('/a', '../b', 'c.txt')", '/b/c.txt'],
    ["(() => { try { require('assert').equal(1, 2); } catch (e) { return e.code; } })()", 'ERR_ASSERTION'],
    ["new (require('string_decoder').StringDecoder)().write(Buffer.from([0xe2, 0x82])) + '|'", '|'],
  ])('%s', async (expression, value) => {
    expect(claimed(await run(claim(expression)))).toEqual(value);
  });

  it('async, xml2js and bcryptjs call back', async () => {
    const script = rule(`
      require('async').map([1, 2], (item, done) => setTimeout(() => done(null, item * 2), 1), (error, doubled) => {
        require('xml2js').parseString('<a><b>1</b></a>', (error, parsed) => {
          require('bcryptjs').hash('x', 4, (error, hash) => {
            context.idToken.value = [doubled, parsed, hash.length];
            callback(null, user, context);
          });
        });
      });`);
    expect(claimed(await run(script))).toEqual([[2, 4], { a: { b: ['1'] } }, 60]);
  });

  it('tells which version it gave where another one was pinned', async () => {
    const { logs } = await run(claim("require('axios@0.21.1').VERSION"));
    expect(logs[0]).toMatchObject({
      level: 'warn',
      text: expect.stringMatching(/'axios@0\.21\.1'\) gave 0\.\d+/),
    });
  });

  it.each([
    ['mongodb@3.1.4', 'opens no connection to a database'],
    ['tedious', 'opens no connection to a database'],
    ['aws-sdk@2.5.3', 'over HTTP'],
    ['jwks-rsa', 'createRemoteJWKSet'],
    ['fs', 'no files'],
    ['node:child_process', 'no files'],
  ])('of %s says the way out', async (name, words) => {
    const result = await run(rule(`require('${name}');`));
    expect(result).toMatchObject({
      kind: 'error',
      error: { code: 'MODULE_NOT_FOUND', message: expect.stringContaining(words) },
    });
  });

  it('gives each unit of each run its own instance: what one changes, no other sees', async () => {
    const spoil = rule(`
      require('lodash').get = () => 'stolen';
      require('axios').defaults.headers.common['x-secret'] = 'a';
      require('moment').locale('xx', { months: [] });
      callback(null, user, context);`);
    const look = claim(
      `[require('lodash').get({ a: 1 }, 'a'), require('axios').defaults.headers.common['x-secret'] || null]`,
    );
    expect(claimed(await run([spoil, look]))).toEqual([1, null]);
    for (let turn = 0; turn < 4; turn++) expect(claimed(await run(look))).toEqual([1, null]);
  });
});

describe('names without require', () => {
  it.each([
    [
      '[typeof _, typeof async, typeof request, typeof jwt, typeof uuid, typeof crypto, typeof xmldom]',
      ['function', 'object', 'function', 'object', 'function', 'object', 'object'],
    ],
    ['jwt.decode(jwt.sign({ a: 1 }, "secret")).a', 1],
    ['_.map([1], (x) => x + 1)', [2]],
    ['Object.keys(global).includes("request")', false],
  ])('%s', async (expression, value) => {
    expect(claimed(await run(claim(expression)))).toEqual(value);
  });

  it('one that a sloppy script assigns holds for that rule alone', async () => {
    const assign = rule('_ = { map: () => "own" }; context.own = _.map(); callback(null, user, context);');
    const result = await run([assign, claim('[context.own, _.map([1], String)]')]);
    expect(claimed(result)).toEqual(['own', ['1']]);
  });
});

describe('jsonwebtoken', () => {
  it.each([
    ["jwt.verify(jwt.sign({ a: 1 }, 's', { expiresIn: '1h', audience: 'x' }), 's', { audience: 'x' }).a", 1],
    [
      "(() => { const t = jwt.decode(jwt.sign({}, 's', { expiresInMinutes: 5 })); return t.exp - t.iat; })()",
      300,
    ],
    [
      "jwt.verify(jwt.sign({ a: 2 }, configuration.PRIVATE, { algorithm: 'RS256' }), configuration.PUBLIC).a",
      2,
    ],
    [
      "jwt.verify(jwt.sign({ a: 3 }, configuration.PRIVATE, { algorithm: 'PS256' }), configuration.PUBLIC).a",
      3,
    ],
    ["jwt.decode(jwt.sign({}, Buffer.from('s'), { keyid: 'k' }), { complete: true }).header.kid", 'k'],
  ])('%s', async (expression, value) => {
    expect(claimed(await run(claim(expression), { configuration }))).toEqual(value);
  });

  it.each([
    ["jwt.verify(jwt.sign({}, 's'), 'other')", 'JsonWebTokenError: invalid signature'],
    ["jwt.verify(jwt.sign({ exp: 1 }, 's'), 's')", 'TokenExpiredError: jwt expired'],
    [
      'jwt.verify(jwt.sign({}, configuration.PUBLIC.slice(0, 40)), configuration.PUBLIC)',
      'JsonWebTokenError: invalid algorithm',
    ],
    ["jwt.verify('eyJhbGciOiJub25lIn0.e30.', 's')", 'JsonWebTokenError: jwt signature is required'],
  ])('%s throws', async (expression, text) => {
    const script = rule(
      `try { ${expression}; callback('none'); } catch (e) { callback(e.name + ': ' + e.message); }`,
    );
    expect(await run(script, { configuration })).toMatchObject({ error: { message: text } });
  });
});

describe('crypto is that of Node', () => {
  it('ciphers by parts, with and without tags', async () => {
    const script = claim(`(() => {
      const c = require('crypto'), key = Buffer.alloc(32, 1), iv = Buffer.alloc(16, 2);
      const cipher = c.createCipheriv('aes-256-cbc', key, iv);
      const text = cipher.update('hello ', 'utf8', 'hex') + cipher.update('wörld', 'utf8', 'hex') + cipher.final('hex');
      const decipher = c.createDecipheriv('aes-256-cbc', key, iv);
      const back = decipher.update(text, 'hex', 'utf8') + decipher.final('utf8');
      const gcm = c.createCipheriv('aes-256-gcm', key, iv.slice(4));
      gcm.setAAD(Buffer.from('aad'));
      const sealed = Buffer.concat([gcm.update('x'), gcm.final()]);
      const open = c.createDecipheriv('aes-256-gcm', key, iv.slice(4)).setAAD(Buffer.from('aad')).setAuthTag(gcm.getAuthTag());
      return [back, open.update(sealed, null, 'utf8') + open.final('utf8')];
    })()`);
    expect(claimed(await run(script))).toEqual(['hello wörld', 'x']);
  });

  it('signs what Node verifies, and the other way about', async () => {
    const signature = createSign('RSA-SHA256')
      .update('a')
      .sign({ key: pem.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }, 'base64');
    const script = claim(`[
      crypto.createSign('RSA-SHA1').update('a').sign(configuration.PRIVATE, 'base64'),
      crypto.createVerify('RSA-SHA256').update('a').verify({ key: configuration.PUBLIC, padding: 6 }, '${signature}', 'base64'),
      crypto.privateDecrypt(configuration.PRIVATE, crypto.publicEncrypt(configuration.PUBLIC, Buffer.from('x'))).toString(),
      crypto.pbkdf2Sync('p', 's', 1000, 16, 'sha256').toString('hex'),
      crypto.scryptSync('p', 's', 8).length,
    ]`);
    const [made, ...rest] = claimed(await run(script, { configuration })) as string[];
    expect(
      createVerify('RSA-SHA1')
        .update('a')
        .verify(pem.publicKey, made ?? '', 'base64'),
    ).toBe(true);
    expect(rest).toEqual([true, 'x', pbkdf2Sync('p', 's', 1000, 16, 'sha256').toString('hex'), 8]);
  });

  it.each([
    'crypto.pbkdf2Sync("p", "s", 1e9, 16, "sha1")',
    'crypto.pbkdf2Sync("p", "s", 7e5, 64, "sha512")',
    'crypto.pbkdf2Sync("p", "s", 5e5, 16, "sha3-256")',
    'crypto.scryptSync("p", "s", 8, { N: 2 ** 24 })',
    'crypto.scryptSync("p", "s", 8, { N: 2 ** 17, r: 8, p: 4 })',
  ])('%s, which could not be interrupted, is refused', async (expression) => {
    expect(await run(claim(expression))).toMatchObject({ kind: 'error', error: { name: 'RangeError' } });
  });
});

/** A network that answers everything with what it was asked. */
function network() {
  const calls: HttpCall[] = [];
  const fetch = async (call: HttpCall): Promise<HttpAnswer> => {
    calls.push(call);
    const sent = call.body === undefined ? null : Buffer.from(call.body, 'base64').toString();
    const status = Number(/status=(\d+)/.exec(call.url)?.[1] ?? 200);
    if (call.url.includes('refused'))
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    if (call.url.includes('slow'))
      throw Object.assign(new Error('The request took too long.'), { code: 'ETIMEDOUT' });
    const answer = {
      method: call.method,
      url: call.url,
      sent,
      headers: Object.fromEntries(call.headers.map(([name, value]) => [name.toLowerCase(), value])),
    };
    return {
      url: call.url,
      redirected: false,
      status,
      statusText: 'OK',
      headers: [
        ['content-type', 'application/json'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: Buffer.from(JSON.stringify(answer)).toString('base64'),
    };
  };
  const none = async () => null;
  return { calls, host: { updateUserMetadata: none, updateAppMetadata: none, fetch } };
}

async function over(body: string, lane: 'live' | 'draft' = 'live') {
  const { host, calls } = network();
  const result = await run(
    rule(
      `const done = (value) => { context.idToken.value = value; callback(null, user, context); };\n${body}`,
    ),
    { host, lane },
  );
  return { value: claimed(result), calls, result };
}

describe('promises of another make', () => {
  it.each([
    [
      "require('q').all([1, q.delay(1).then(() => 2)]).spread((a, b) => done([a, b])).fail(callback);",
      [1, 2],
    ],
    [
      "const d = q.defer(); setTimeout(() => d.reject(new Error('no')), 1); d.promise.catch((e) => done(e.message));",
      'no',
    ],
    ["require('bluebird').map([1, 2], (n) => n * 2).then(done);", [2, 4]],
    [
      "const B = require('bluebird'); B.promisify((n, cb) => setTimeout(() => cb(null, n), 1))(3).tap(() => {}).finally(() => {}).then(done);",
      3,
    ],
    [
      "const B = require('bluebird'); B.delay(5000).timeout(1).catch(B.TimeoutError, () => done('late'));",
      'late',
    ],
  ])('%s', async (body, value) => {
    expect((await over(body)).value).toEqual(value);
  });
});

describe('libraries that speak HTTP', () => {
  it.each([
    [
      'request with a callback',
      "require('request')('https://a.test/x?y=1', { json: true, qs: { z: { w: [1] } } }, (e, r, b) => done([e, r.statusCode, r.headers['set-cookie'], b.method, b.url]));",
      [null, 200, ['a=1', 'b=2'], 'GET', 'https://a.test/x?y=1&z%5Bw%5D%5B0%5D=1'],
    ],
    [
      'request.post with a form',
      "request.post({ url: 'https://a.test/', form: { a: 'b c', d: ['e'] }, auth: { user: 'u', pass: 'p' } }, (e, r, b) => { b = JSON.parse(b); done([b.sent, b.headers['content-type'], b.headers.authorization]); });",
      [
        'a=b%20c&d%5B0%5D=e',
        'application/x-www-form-urlencoded',
        `Basic ${Buffer.from('u:p').toString('base64')}`,
      ],
    ],
    [
      'request with json as the body, a bearer and defaults',
      "request.defaults({ baseUrl: 'https://a.test/v1/', headers: { 'X-A': '1' } }).put('/y', { json: { a: 1 }, auth: { bearer: 't' } }, (e, r, b) => done([b.url, b.sent, b.headers['x-a'], b.headers.authorization, b.headers.accept]));",
      ['https://a.test/v1/y', '{"a":1}', '1', 'Bearer t', 'application/json'],
    ],
    [
      'request with bytes, and chained form',
      "request({ method: 'POST', url: 'https://a.test', encoding: null }, (e, r, b) => done([Buffer.isBuffer(b), JSON.parse(b.toString()).sent])).form({ k: 'v' });",
      [true, 'k=v'],
    ],
    [
      'request with events',
      "let n = 0; request('https://a.test').on('response', (r) => { n = r.statusCode; }).on('end', () => done(n));",
      200,
    ],
    [
      'request whose host refuses',
      "request('https://refused.test', (e) => done([e.code, e instanceof Error]));",
      ['ECONNREFUSED', true],
    ],
    [
      'request without an address',
      'request({}, (e) => done(e.message));',
      'options.uri is a required argument',
    ],
    [
      'request-promise',
      "require('request-promise')({ uri: 'https://a.test', json: true }).then((b) => done(b.method)).catch(callback);",
      'GET',
    ],
    [
      'request-promise of another status',
      "require('request-promise')('https://a.test?status=404').catch((e) => done([e.name, e.statusCode, e.response.statusCode]));",
      ['StatusCodeError', 404, 404],
    ],
    [
      'request-promise with the full response',
      "require('request-promise')({ uri: 'https://a.test?status=500', simple: false, resolveWithFullResponse: true }).then((r) => done(r.statusCode));",
      500,
    ],
    [
      'axios.get',
      "require('axios').get('https://a.test/x', { params: { q: 'a b' }, headers: { 'X-A': 1 }, timeout: 500 }).then((r) => done([r.status, r.data.url, r.data.headers['x-a'], r.headers['content-type']]));",
      [200, 'https://a.test/x?q=a+b', '1', 'application/json'],
    ],
    [
      'axios.post with JSON and authentication',
      "require('axios@0.21.1').post('https://a.test', { a: 1 }, { auth: { username: 'u', password: 'p' } }).then(({ data }) => done([data.sent, data.headers['content-type'], data.headers.authorization]));",
      ['{"a":1}', 'application/json', 'Basic dTpw'],
    ],
    [
      'axios of another status, with an interceptor',
      "const http = require('axios').create({ baseURL: 'https://a.test' }); http.interceptors.request.use((c) => { c.headers['x-i'] = 'y'; return c; }); http.get('/?status=401').catch((e) => done([e.response.status, e.isAxiosError, e.response.data.headers['x-i']]));",
      [401, true, 'y'],
    ],
    [
      'axios out of time',
      "require('axios')({ url: 'https://slow.test', timeout: 5 }).catch((e) => done([e.code, e.message]));",
      ['ECONNABORTED', 'timeout of 5ms exceeded'],
    ],
    [
      'axios with a form',
      "require('axios').post('https://a.test', new URLSearchParams({ a: 'b' })).then(({ data }) => done([data.sent, data.headers['content-type']]));",
      ['a=b', 'application/x-www-form-urlencoded;charset=utf-8'],
    ],
    [
      'node-fetch',
      "require('node-fetch@2.6.0')('https://a.test', { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'Content-Type': 'application/json' } }).then((r) => { const ok = r.ok, type = r.headers.get('Content-Type'); return r.json().then((b) => done([ok, type, b.sent])); });",
      [true, 'application/json', '{"a":1}'],
    ],
    [
      'fetch, which is there without require',
      "fetch('https://a.test?status=503').then(async (r) => done([r.ok, r.status, (await r.text()).length > 10]));",
      [false, 503, true],
    ],
    [
      'fetch whose host refuses',
      "fetch('https://refused.test').catch((e) => done([e.name, e.code]));",
      ['FetchError', 'ECONNREFUSED'],
    ],
    [
      'https.request',
      "const r = require('https').request({ hostname: 'a.test', path: '/p', method: 'POST', headers: { a: 'b' } }, (res) => { let t = ''; res.setEncoding('utf8'); res.on('data', (c) => { t += c; }); res.on('end', () => done([res.statusCode, JSON.parse(t).url, JSON.parse(t).sent])); }); r.on('error', callback); r.write('x'); r.end('y');",
      [200, 'https://a.test/p', 'xy'],
    ],
    [
      '@slack/webhook',
      "const hook = new (require('@slack/webhook').IncomingWebhook)('https://hooks.test/x', { channel: 'c' }); hook.send('hi').then((sent) => { const b = JSON.parse(sent.text); done([b.url, b.method, b.sent]); });",
      ['https://hooks.test/x', 'POST', '{"channel":"c","text":"hi"}'],
    ],
    [
      '@slack/webhook, and a refusal',
      "new (require('@slack/webhook').IncomingWebhook)('https://hooks.test/x?status=404').send({ text: 'hi' }).catch((e) => done([e.code, e.original instanceof Error]));",
      ['slack_webhook_http_error', true],
    ],
    [
      'slack-notify',
      "require('slack-notify')('https://hooks.test/x').success({ text: 'hi', fields: { a: 'b' } }, () => done('sent'));",
      'sent',
    ],
    [
      'the client of Onfido',
      "const { Onfido, Region } = require('@onfido/api'); new Onfido({ apiToken: 't', region: Region.EU }).applicant.create({ firstName: 'A' }).then((a) => done([a.url, a.sent]));",
      ['https://api.eu.onfido.com/v3/applicants', '{"first_name":"A"}'],
    ],
    [
      'credentials in an address become a header',
      "request('https://u:p%40@a.test/', { json: true }, (e, r, b) => done([b.url, b.headers.authorization]));",
      ['https://a.test/', `Basic ${Buffer.from('u:p@').toString('base64')}`],
    ],
  ])('%s', async (_, body, value) => {
    const { value: found, calls } = await over(body);
    expect(found).toEqual(value);
    expect(calls.length).toBeLessThanOrEqual(1);
  });

  it('request follows redirects of what has no body, and no others', async () => {
    const { calls } = await over(
      "request('https://a.test/1', () => request.post('https://a.test/2', () => request.get({ url: 'https://a.test/3', followRedirect: false }, () => done(1))));",
    );
    expect(calls.map(({ redirect }) => redirect)).toEqual(['follow', 'manual', 'manual']);
  });

  it('what goes out is recorded with its end, without headers and bodies', async () => {
    const { result } = await over(
      "request('https://a.test/1', () => request('https://refused.test', () => done(1)));",
    );
    expect(result.requests).toMatchObject([
      { ruleId: 'rul_1', method: 'GET', url: 'https://a.test/1', outcome: 'done', status: 200 },
      { url: 'https://refused.test', outcome: 'failed', error: 'connect ECONNREFUSED' },
    ]);
  });

  it('a request behind the callback is still made', async () => {
    const { calls, value } = await over(
      "done('early'); request.post('https://hooks.test/late', () => {});",
      'draft',
    );
    expect([value, calls.map(({ url }) => url)]).toEqual(['early', ['https://hooks.test/late']]);
  });

  it('without a network, and over the limit of requests, it is told in the script', async () => {
    const script = rule(
      "request('https://a.test', (e) => { context.idToken.value = [e.message, e.code]; callback(null, user, context); });",
    );
    expect(claimed(await run(script))).toEqual(['The network is not available here.', 'ERR_NOT_AVAILABLE']);
    const { host, calls } = network();
    const many = rule(
      "Promise.all(Array.from({ length: 4 }, () => fetch('https://a.test').catch((e) => e.message))).then((all) => { context.idToken.value = all[3]; callback(null, user, context); });",
    );
    expect(claimed(await run(many, { host, limits: { requests: 3 } }))).toContain(
      'A sign-in may make 3 requests (setting ANNEX_RULES_REQUESTS).',
    );
    expect(calls).toHaveLength(3);
  });
});
