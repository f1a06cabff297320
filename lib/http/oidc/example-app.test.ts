import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startExample } from '@/e2e/example/app';
import { updateClient } from '@/lib/clients';
import { testDatabase } from '@/lib/testing';
import { answered, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
let annex: Server;
let shop: Server;
let shopUrl: string;

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, resolve));

async function freePort(): Promise<number> {
  const server = createServer();
  await listening(server);
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  annex = createServer((req, res) => {
    const fetch = (request: Request) => tenant.app.fetch(request, { context: tenant.ctx });
    void getRequestListener(fetch)(req, res);
  });
  await listening(annex);
  vi.stubEnv('ANNEX_URL', `http://localhost:${portOf(annex)}`);
  tenant = await makeScenario(database, { now: () => new Date() });
  shopUrl = `http://localhost:${await freePort()}`;
  const redirectUri = `${shopUrl}/callback`;
  const { client_id, client_secret } = tenant.web;
  await updateClient(tenant.ctx, client_id, {
    callbacks: [redirectUri],
    allowed_logout_urls: [`${shopUrl}/`],
  });
  await tenant.changesHeard();
  const issuer = `http://localhost:${portOf(annex)}/`;
  shop = await startExample({ issuer, clientId: client_id, clientSecret: client_secret ?? '', redirectUri });
});

afterAll(() => {
  annex.close();
  shop.close();
});

it('the example application signs a person in and out over http', async () => {
  const browser = tenant.browser();
  let cookie = '';
  const visit = async (address: string) => {
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie;
    return response;
  };
  const login = await visit(`${shopUrl}/login`);
  const page = await browser.request(login.headers.get('location') ?? '');
  const { redirectTo = '' } = await browser.fillIn(answered(page).get('state') ?? '');
  expect((await visit(redirectTo)).headers.get('location')).toBe('/');
  const home = await (await visit(shopUrl)).text();
  expect(home).toContain('You are signed in.');
  expect(home).toContain('&quot;email&quot;: &quot;ada@example.com&quot;');

  const logout = await visit(`${shopUrl}/logout`);
  const done = await browser.request(logout.headers.get('location') ?? '');
  expect(done.headers.get('location')).toBe(`${shopUrl}/`);
  expect(await (await visit(shopUrl)).text()).toContain('You are not signed in.');
});
