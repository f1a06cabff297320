import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgress, egressPolicy } from '@/lib/egress';
import { fetchThrough } from './network';
import { action, anActionRun } from './runner/actions.fixture';
import { aRun, claimed, hostThatStores, rule, testRunner } from './runner/runner.fixture';

const { runner } = testRunner();
const secret = 'what only the inside knows';
/** Requests that came to the host of the attacker, and to one inside of the network. */
const seen: { attacker: string[]; inside: string[] } = { attacker: [], inside: [] };
let location = '';
let port: number;
const servers: Server[] = [];

async function serve(host: string, at: number, answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(at, host);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

beforeAll(async () => {
  port = await serve('127.0.0.1', 0, (req, res) => {
    const isAttacker = req.headers.host?.startsWith('attacker.test') ?? false;
    seen[isAttacker ? 'attacker' : 'inside'].push(req.url ?? '');
    if (isAttacker && req.url === '/away') res.writeHead(302, { location }).end();
    else if (isAttacker && req.url === '/chain') res.writeHead(307, { location: '/away' }).end();
    else res.end(isAttacker ? 'hello' : secret);
  });
});
async function stop(server: Server | undefined): Promise<void> {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
}
afterAll(() => Promise.all(servers.map(stop)));
beforeEach(() => {
  seen.attacker = [];
  seen.inside = [];
});

const names: Record<string, string[]> = {
  'attacker.test': ['127.0.0.1'],
  'inner.test': ['127.0.0.1'],
  'mixed.test': ['93.184.216.34', '127.0.0.1'],
  localhost: ['127.0.0.1', '::1'],
};
const resolve = async (host: string): Promise<LookupAddress[]> => {
  const found = names[host.replace(/\.$/, '')];
  if (!found) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};
// The attacker's host stands for a public one: it is let through by name, and nothing else that is not public.
const policy = egressPolicy({ allow: [], deny: [], internal: ['attacker.test'] });
const guarded = fetchThrough(() => createEgress({ policy, resolve }));

/** What came of it for each library: the text of the answer, or that it failed. */
const tried = (url: string) => `await (async () => {
  const url = ${JSON.stringify(url)};
  const ways = {
    fetch: () => fetch(url).then((answer) => answer.text()),
    axios: () => require('axios').get(url).then(({ data }) => String(data)),
    request: () => new Promise((done, fail) => require('request')(url, (e, r, body) => (e ? fail(e) : done(String(body))))),
    posted: () => fetch(url, { method: 'POST', body: 'x' }).then((answer) => answer.text()),
  };
  const all = Object.entries(ways).map(async ([name, go]) => {
    try { return [name, await go()]; } catch { return [name, 'failed']; }
  });
  return Object.fromEntries(await Promise.all(all));
})()`;

type Fetch = ReturnType<typeof fetchThrough>;

/** The value of an expression in a rule that may await. */
async function inRule(expression: string, fetch: Fetch): Promise<unknown> {
  const script = rule(`(async () => ${expression})().then((value) => {
    context.idToken.value = value;
    callback(null, user, context);
  }, callback);`);
  return claimed(await runner().runPipeline(aRun(script, { host: { ...hostThatStores(), fetch } })));
}

/** The same in an Action. */
async function inAction(expression: string, fetch: Fetch): Promise<unknown> {
  const code = action(`api.idToken.setCustomClaim('value', ${expression});`);
  const { kind, commands } = await runner().runActions(anActionRun(code, { fetch }));
  const [command] = commands;
  return command?.type === 'idToken.setCustomClaim' ? command.value : kind;
}

const from = [
  ['a rule', inRule],
  ['an Action', inAction],
] as const;
const nowhere = { fetch: 'failed', axios: 'failed', request: 'failed', posted: 'failed' };

const inside: Record<string, () => string> = {
  loopback: () => `http://127.0.0.1:${port}/`,
  'loopback by name': () => `http://localhost:${port}/`,
  'loopback as one number': () => `http://2130706433:${port}/`,
  'loopback in hexadecimal': () => `http://0x7f000001:${port}/`,
  'loopback in octal': () => `http://0177.0.0.1:${port}/`,
  'loopback with parts left out': () => `http://127.1:${port}/`,
  'every address': () => `http://0.0.0.0:${port}/`,
  'loopback of IPv6': () => `http://[::1]:${port}/`,
  'loopback mapped into IPv6': () => `http://[::ffff:127.0.0.1]:${port}/`,
  'loopback in full-width digits': () => `http://１２７.０.０.１:${port}/`,
  'the metadata service of a cloud': () => 'http://169.254.169.254/latest/meta-data/',
  'a private range': () => `http://10.0.0.1:${port}/`,
  'a public name for an address inside': () => `http://inner.test:${port}/`,
  'a public name with a dot at its end': () => `http://inner.test.:${port}/`,
  'a name with one address inside among good ones': () => `http://mixed.test:${port}/`,
  'the host of the attacker as user name': () => `http://attacker.test@127.0.0.1:${port}/`,
  'the host of the attacker as user and password': () => `http://attacker.test:80@127.0.0.1:${port}/`,
  'the host of the attacker behind a fragment': () => `http://127.0.0.1:${port}/#@attacker.test/`,
  'the host of the attacker behind a backslash': () => `http://127.0.0.1:${port}\\@attacker.test/`,
  'a line break in the host': () => `http://127.0.0.1\r\n:${port}/`,
};

const schemes = [
  'file:///etc/passwd',
  'ftp://attacker.test/',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'unix:/var/run/docker.sock',
  'ws://127.0.0.1/',
  'javascript:1',
  'blob:http://127.0.0.1/x',
  'dict://127.0.0.1:11211/stats',
];

describe.each(from)('rows 17 to 19 of the security lessons, from within %s', (_, within) => {
  const run = (url: string) => within(tried(url), guarded);

  it.each(Object.keys(inside))('%s is not reached', async (name) => {
    expect(await run(inside[name]?.() ?? '')).toEqual(nowhere);
    expect(seen).toEqual({ attacker: [], inside: [] });
  });

  it.each(Object.keys(inside))('a redirect to it is not followed: %s', async (name) => {
    location = (inside[name]?.() ?? '').replace(/[^\x20-\x7e]/g, encodeURIComponent);
    expect(await run(`http://attacker.test:${port}/chain`)).toEqual(nowhere);
    expect(seen.inside).toEqual([]);
    expect(new Set(seen.attacker)).toEqual(new Set(['/chain', '/away']));
  });

  it.each(schemes)('the scheme of %s is none', async (url) => {
    expect(await run(url)).toEqual(nowhere);
    location = url;
    expect(await run(`http://attacker.test:${port}/away`)).toEqual(nowhere);
    expect(seen.inside).toEqual([]);
  });

  it('what is public is reached by every way, so that the others failed for being inside', async () => {
    const all = Object.fromEntries(Object.keys(nowhere).map((name) => [name, 'hello']));
    expect(await run(`http://attacker.test:${port}/`)).toEqual(all);
  });
});

describe.runIf(process.platform !== 'darwin').each(from)('DNS rebinding, from within %s', (_, within) => {
  it('reaches the address that was checked, and no other that the name has a moment later', async () => {
    const good: string[] = [];
    await serve('127.0.0.2', port, (req, res) => {
      good.push(req.url ?? '');
      res.end('hello');
    });
    const asked: string[] = [];
    const rebinding = async (host: string): Promise<LookupAddress[]> => {
      asked.push(host);
      return [{ address: asked.length === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    };
    const lists = { allow: [], deny: [], internal: ['127.0.0.2'] };
    const wayOut = createEgress({ policy: egressPolicy(lists), resolve: rebinding });
    const ask = `await fetch('http://rebind.test:${port}/').then((a) => a.text()).catch(() => 'failed')`;
    const answers = await within(
      `[${ask}, ${ask}]`,
      fetchThrough(() => wayOut),
    );
    await stop(servers.pop());
    expect(answers).toEqual(['hello', 'failed']);
    expect([asked, good, seen.inside]).toEqual([['rebind.test', 'rebind.test'], ['/'], []]);
  });
});
