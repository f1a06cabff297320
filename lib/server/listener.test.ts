import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { makeListener } from './listener';

type Seen = { door: 'api' | 'pages'; headers: Record<string, unknown>; url?: string };
type Answer = { status: number; headers: Record<string, unknown>; body: string };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server whose doors answer with what they were given. */
async function start(
  options: { publicUrl?: string; proxies?: number; closed?: boolean } = {},
): Promise<number> {
  const { publicUrl = 'https://id.example.com', proxies = 0 } = options;
  const listener = makeListener({ publicUrl, proxies, dev: false });
  if (!options.closed) {
    listener.open({
      api: getRequestListener((req) =>
        Response.json({ door: 'api', url: req.url, headers: Object.fromEntries(req.headers) }),
      ),
      pages: async (req: IncomingMessage, res: ServerResponse) => {
        if (req.url === '/broken') throw new Error('a bug with a secret in it');
        res.end(JSON.stringify({ door: 'pages', headers: req.headers }));
      },
    });
  }
  const server = createServer(listener.handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function get(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

async function seen(port: number, path: string, headers: Record<string, string> = {}): Promise<Seen> {
  return JSON.parse((await get(port, path, headers)).body);
}

const hostile = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'gopher',
  forwarded: 'host=evil.example',
  'x-middleware-subrequest': 'middleware:middleware',
  'x-middleware-rewrite': '/console',
  'x-matched-path': '/console',
  'next-resume': '1',
  'content-security-policy': "script-src 'nonce-evil'",
  'content-security-policy-report-only': "script-src 'nonce-evil'",
  'x-annex-address': '1.1.1.1',
};

describe('the listener', () => {
  it.each([
    ['/health', 'api'],
    ['/console', 'pages'],
  ])('sends %s to the %s', async (path, door) => {
    expect((await seen(await start(), path)).door).toBe(door);
  });

  it('answers 503 until the server is ready, to the health check too', async () => {
    const port = await start({ closed: true });
    const answer = await get(port, '/health');
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: 'Annex is starting.\n',
    });
  });

  it.each(['/userinfo', '/console'])('lets no header through on %s that only we may set', async (path) => {
    const { headers } = await seen(await start(), path, hostile);
    expect(JSON.stringify(headers)).not.toMatch(
      /evil|gopher|middleware:|1\.1\.1\.1|matched-path|next-resume/,
    );
    expect(headers).toMatchObject({
      host: 'id.example.com',
      'x-forwarded-host': 'id.example.com',
      'x-forwarded-proto': 'https',
      'x-annex-address': '127.0.0.1',
    });
  });

  it('gives the API the public address, whatever Host says', async () => {
    expect((await seen(await start(), '/authorize?a=b', hostile)).url).toMatch(
      /^https?:\/\/id\.example\.com\/authorize\?a=b$/,
    );
  });

  it('gives each page a policy with a nonce of its own, to Next and to the browser alike', async () => {
    const port = await start();
    const [one, two] = [await get(port, '/console'), await get(port, '/console')];
    const policy = String(one.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(JSON.parse(one.body).headers['content-security-policy']).toBe(policy);
    expect(two.headers['content-security-policy']).not.toBe(policy);
  });

  it('sets nosniff, a referrer policy and strict transport on both doors', async () => {
    const port = await start();
    for (const path of ['/health', '/console']) {
      expect((await get(port, path)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'strict-transport-security': 'max-age=31536000',
      });
    }
  });

  it('tells nothing about a bug', async () => {
    const answer = await get(await start(), '/broken');
    expect(answer).toMatchObject({ status: 500, body: 'Something went wrong.\n' });
  });
});

describe('the address of the caller', () => {
  const chain = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' };

  it.each([
    [0, '127.0.0.1'],
    [1, '10.0.0.2'],
    [2, '203.0.113.7'],
    [9, '127.0.0.1'],
  ])('behind %i trusted proxies is %s', async (proxies, address) => {
    const { headers } = await seen(await start({ proxies }), '/health', chain);
    expect(headers['x-annex-address']).toBe(address);
  });
});
