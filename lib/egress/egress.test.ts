import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress, type EgressLists, type EgressRequest, egressPolicy } from '.';

const handlers = new Map<string, RequestListener>();
const seen: { url: string; headers: Record<string, unknown>; method: string; body: string }[] = [];
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    seen.push({ url: req.url ?? '', headers: req.headers, method: req.method ?? '', body });
    const handler = handlers.get(new URL(req.url ?? '/', 'http://x').pathname);
    if (handler) handler(req, res);
    else res.end('hello');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Answers for names, in turn: the second answer is for whoever asks twice. */
function resolver(answers: Record<string, string[][]>) {
  const asked: string[] = [];
  const resolve = async (host: string): Promise<LookupAddress[]> => {
    asked.push(host);
    const found = answers[host]?.[asked.filter((name) => name === host).length - 1];
    if (!found) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, resolve };
}

const open: EgressLists = { allow: [], deny: [], internal: ['127.0.0.1'] };
const shut: EgressLists = { allow: [], deny: [], internal: [] };
const limits = { timeoutMs: 2_000, maxBytes: 10_000 };

function send(
  request: Partial<EgressRequest> & { url: string },
  lists: EgressLists = open,
  answers: Record<string, string[][]> = {},
) {
  const { asked, resolve } = resolver(answers);
  const egress = createEgress({ policy: egressPolicy(lists), resolve });
  return Object.assign(egress.send({ ...limits, ...request }), { asked });
}

const at = (path: string) => `http://127.0.0.1:${port}${path}`;
const refused = { code: 'ERR_EGRESS_REFUSED' };

describe('rows 17 and 18 of the security lessons: addresses that are not public are refused', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost./',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:1::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://[ff02::1]/',
  ])('%s', async (url) => {
    await expect(send({ url }, shut, { 'localhost.': [['127.0.0.1']] })).rejects.toMatchObject(refused);
  });

  it('a name that has one of them among its addresses is refused as a whole', async () => {
    const answers = { 'api.test': [['93.184.216.34', '10.0.0.1']] };
    await expect(send({ url: 'http://api.test/' }, shut, answers)).rejects.toMatchObject(refused);
  });

  it('a name that resolves to another address the second time is never asked a second time', async () => {
    const answers = { 'rebind.test': [['127.0.0.1'], ['10.0.0.1']] };
    const sent = send({ url: `http://rebind.test:${port}/rebind` }, open, answers);
    expect((await sent).status).toBe(200);
    expect(sent.asked).toEqual(['rebind.test']);
    expect(seen.at(-1)?.headers.host).toBe(`rebind.test:${port}`);
  });

  it('a redirect goes through the same check: to the inside, by name, by number, by chain', async () => {
    const inside = ['http://169.254.169.254/x', 'http://inner.test/', 'http://2852039166/', '//10.0.0.1/'];
    for (const location of inside) {
      handlers.set('/away', (_, res) => res.writeHead(302, { location }).end());
      handlers.set('/chain', (_, res) => res.writeHead(307, { location: '/away' }).end());
      const answers = { 'inner.test': [['192.168.1.1']] };
      await expect(send({ url: at('/chain') }, open, answers)).rejects.toMatchObject(refused);
    }
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'data:text/plain,x',
    'gopher://x/',
    'javascript:1',
    'x',
  ])('a redirect or a request to %s is refused', async (location) => {
    handlers.set('/scheme', (_, res) => res.writeHead(302, { location }).end());
    if (location !== 'x') {
      const followed = send({ url: at('/scheme') });
      await expect(followed).rejects.toMatchObject({ code: 'ERR_INVALID_REQUEST' });
    }
    await expect(send({ url: location })).rejects.toMatchObject({ code: 'ERR_INVALID_REQUEST' });
  });

  it('a redirect to another origin loses credentials and cookies, one to the same keeps them', async () => {
    handlers.set('/other', (_, res) =>
      res.writeHead(302, { location: `http://other.test:${port}/seen` }).end(),
    );
    handlers.set('/same', (_, res) => res.writeHead(302, { location: '/seen' }).end());
    const headers = [
      ['Authorization', 'Bearer secret'],
      ['Cookie', 'a=b'],
      ['X-Kept', '1'],
    ] as const;
    await send({ url: at('/other'), headers }, open, { 'other.test': [['127.0.0.1']] });
    expect(seen.at(-1)).toMatchObject({ url: '/seen', headers: { 'x-kept': '1' } });
    expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(seen.at(-1)?.headers).not.toHaveProperty('cookie');
    await send({ url: at('/same'), headers });
    expect(seen.at(-1)?.headers).toMatchObject({ authorization: 'Bearer secret' });
  });

  it('redirects without end stop', async () => {
    handlers.set('/loop', (_, res) => res.writeHead(302, { location: '/loop' }).end());
    await expect(send({ url: at('/loop') })).rejects.toMatchObject({ code: 'ERR_TOO_MANY_REDIRECTS' });
  });
});

describe('lists of the operator', () => {
  it.each([
    ['a host that is denied', { deny: ['*.evil.test'] }, 'a.evil.test', false],
    ['an address that is denied, whatever its name', { deny: ['93.184.216.0/24'] }, 'fine.test', false],
    ['a host beside the list of the only ones', { allow: ['api.test'] }, 'fine.test', false],
    ['the parent of a pattern', { allow: ['*.fine.test'] }, 'fine.test', false],
    ['a host on the list of the only ones', { allow: ['FINE.test'] }, 'fine.test', true],
    ['a host by its address', { allow: ['93.184.216.34'] }, 'fine.test', true],
  ])('%s', (_, lists, host, passes) => {
    const refusal = egressPolicy({ ...shut, ...lists }).refusal(host, ['93.184.216.34']);
    expect(refusal === null).toBe(passes);
  });

  it('an inner host is opened by name or range, and deny stands over it', () => {
    const lists = { ...shut, internal: ['billing.internal', '10.1.0.0/16'] };
    expect(egressPolicy(lists).refusal('billing.internal', ['10.9.9.9'])).toBeNull();
    expect(egressPolicy(lists).refusal('x.test', ['10.1.2.3'])).toBeNull();
    expect(egressPolicy(lists).refusal('x.test', ['10.2.2.3'])).toContain('not a public address');
    expect(egressPolicy({ ...lists, deny: ['10.1.0.0/16'] }).refusal('x.test', ['10.1.2.3'])).not.toBeNull();
  });
});

describe('a request', () => {
  it('carries method, headers and body, and gives status, headers and body', async () => {
    handlers.set('/echo', (_, res) =>
      res
        .writeHead(201, 'Made', [
          ['X-A', '1'],
          ['X-A', '2'],
        ])
        .end('done'),
    );
    const body = Buffer.from('{"a":1}');
    const headers = [['Content-Type', 'application/json']] as const;
    const response = await send({ url: at('/echo?q=1'), method: 'put', headers, body });
    expect(seen.at(-1)).toMatchObject({ method: 'PUT', url: '/echo?q=1', body: '{"a":1}' });
    expect(seen.at(-1)?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '7' });
    expect(response).toMatchObject({ status: 201, statusText: 'Made', redirected: false });
    expect(response.headers.filter(([name]) => name === 'x-a')).toEqual([
      ['x-a', '1'],
      ['x-a', '2'],
    ]);
    expect(response.body.toString()).toBe('done');
  });

  it.each([
    [[['Host', 'inner']]],
    [[['X-A', 'a\r\nHost: inner']]],
    [[['X-A\r\nHost', 'inner']]],
    [[['X A', 'b']]],
  ] as const)('headers %j are refused', async (headers) => {
    await expect(send({ url: at('/'), headers })).rejects.toMatchObject({ code: 'ERR_INVALID_REQUEST' });
  });

  it.each(['CONNECT', 'TRACE', 'GET /x HTTP/1.1\r\nHost: inner'])(
    'the method %j is refused',
    async (method) => {
      await expect(send({ url: at('/'), method })).rejects.toMatchObject({ code: 'ERR_INVALID_REQUEST' });
    },
  );

  it('a path cannot break out of the request line', async () => {
    await send({ url: `${at('/a')} HTTP/1.1\r\nHost: inner\r\n\r\n` });
    expect(seen.at(-1)?.headers.host).toBe(`127.0.0.1:${port}`);
  });

  it.each([
    ['303', 'POST', 'GET', ''],
    ['302', 'POST', 'GET', ''],
    ['307', 'POST', 'POST', 'x'],
    ['302', 'PUT', 'PUT', 'x'],
  ])('a %s turns %s into %s', async (status, method, then, left) => {
    handlers.set('/turn', (_, res) => res.writeHead(Number(status), { location: '/turned' }).end());
    const response = await send({ url: at('/turn'), method, body: Buffer.from('x') });
    expect(seen.at(-1)).toMatchObject({ method: then, body: left, url: '/turned' });
    expect(response).toMatchObject({ redirected: true, url: at('/turned') });
  });

  it('a redirect may be given back or refused instead of followed', async () => {
    handlers.set('/turn', (_, res) => res.writeHead(302, { location: '/turned' }).end());
    expect(await send({ url: at('/turn'), redirect: 'manual' })).toMatchObject({ status: 302 });
    await expect(send({ url: at('/turn'), redirect: 'error' })).rejects.toMatchObject({
      code: 'ERR_TOO_MANY_REDIRECTS',
    });
  });
});

describe('limits', () => {
  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('a bomb of %s stops at the limit, counted after decompression', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(5_000_000));
    handlers.set('/bomb', (_, res) => res.writeHead(200, { 'content-encoding': encoding }).end(bomb));
    await expect(send({ url: at('/bomb') })).rejects.toMatchObject({ code: 'ERR_RESPONSE_TOO_LARGE' });
    const small = compress(Buffer.from('small'));
    handlers.set('/small', (_, res) => res.writeHead(200, { 'content-encoding': encoding }).end(small));
    const response = await send({ url: at('/small') });
    expect(response.body.toString()).toBe('small');
    expect(response.headers.map(([name]) => name)).not.toContain('content-encoding');
  });

  it('an endless body stops at the limit, and broken compression is told', async () => {
    handlers.set('/endless', (_, res) => {
      const more = () => {
        while (!res.destroyed && res.write(Buffer.alloc(4096)));
        if (!res.destroyed) res.once('drain', more);
      };
      more();
    });
    await expect(send({ url: at('/endless') })).rejects.toMatchObject({ code: 'ERR_RESPONSE_TOO_LARGE' });
    handlers.set('/broken', (_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'));
    await expect(send({ url: at('/broken') })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' });
  });

  it.each(['/silent', '/dripping'])(
    'one deadline ends %s, and a name that is never answered',
    async (path) => {
      handlers.set('/silent', () => {});
      handlers.set('/dripping', (_, res) => void res.write('x'));
      await expect(send({ url: at(path), timeoutMs: 100 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      const egress = createEgress({ policy: egressPolicy(open), resolve: () => new Promise(() => {}) });
      const sent = egress.send({ ...limits, url: 'http://slow.test/', timeoutMs: 50 });
      await expect(sent).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    },
  );

  it('one that is given up closes its connection, in whatever part of it', async () => {
    for (const path of ['/head', '/body']) {
      const { promise: came, resolve: arrive } = Promise.withResolvers<{ closed: Promise<unknown> }>();
      handlers.set(path, (req, res) => {
        arrive({ closed: once(req.socket, 'close') });
        if (path === '/body') res.write('x');
      });
      const caller = new AbortController();
      const sent = send({ url: at(path), signal: caller.signal }).catch((error: unknown) => error);
      const { closed } = await came;
      caller.abort();
      expect(await sent).toMatchObject({ name: 'EgressError', code: 'ABORT_ERR' });
      await closed;
    }
  });

  it('one that was given up before asks for no name', async () => {
    const sent = send({ url: 'http://nobody.test/', signal: AbortSignal.abort() });
    await expect(sent).rejects.toMatchObject({ code: 'ABORT_ERR' });
    expect(sent.asked).toEqual([]);
  });

  it('errors of the network keep their code', async () => {
    await expect(send({ url: 'http://nobody.test/' })).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(send({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

it('the server’s own address is answered without a connection', async () => {
  const own = {
    origin: 'https://id.test',
    answer: async (request: Request) =>
      Response.json({ path: new URL(request.url).pathname, body: await request.text() }),
  };
  const egress = createEgress({ policy: egressPolicy(shut), own: () => own });
  const body = Buffer.from('b');
  const response = await egress.send({ ...limits, url: 'https://id.test/api/v2/x', method: 'POST', body });
  expect(JSON.parse(response.body.toString())).toEqual({ path: '/api/v2/x', body: 'b' });
});
