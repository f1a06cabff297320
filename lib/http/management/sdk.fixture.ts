import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { getRequestListener } from '@hono/node-server';
import { ManagementClient } from 'auth0';
import { vi } from 'vitest';
import { localCertificate } from '@/lib/server/certificate';
import type { TestDatabase } from '@/lib/testing';
import { makeTenant } from './tenant.fixture';

export type SdkTenant = Awaited<ReturnType<typeof makeSdkTenant>>;

async function listenHttps(folder: string): Promise<{ server: Server; domain: string }> {
  const { key, cert, authorityPath } = await localCertificate(folder, new Date());
  // The SDK has no way to be told of an authority.
  setDefaultCACertificates([...getCACertificates('default'), await readFile(authorityPath, 'utf8')]);
  const server = createServer({ key, cert });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, domain: `localhost:${(server.address() as AddressInfo).port}` };
}

/**
 * A tenant that is reached as Auth0's SDKs reach theirs: over https, by its domain, with the generated certificate.
 * Call it before anything reads the settings, and `close` it after the tests.
 */
export async function makeSdkTenant(database: TestDatabase) {
  const folder = await mkdtemp(join(tmpdir(), 'annex-sdk-'));
  const { server, domain } = await listenHttps(folder);
  vi.stubEnv('ANNEX_URL', `https://${domain}`);
  const tenant = await makeTenant(database);
  const { fetch } = tenant.app;
  const answer = getRequestListener((request) => fetch(request, { context: tenant.ctx }));
  server.on('request', answer);
  const { client_id: clientId, client_secret } = tenant.machine;
  const clientSecret = client_secret ?? '';
  return {
    ...tenant,
    domain,
    clientId,
    clientSecret,
    /** The file of the authority, for the NODE_EXTRA_CA_CERTS of another process. */
    authorityPath: join(folder, 'tls', 'ca.pem'),
    /** As a customer makes it: only the domain differs. It does not retry, so that a failure is seen. */
    management: new ManagementClient({ domain, clientId, clientSecret, maxRetries: 0 }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
