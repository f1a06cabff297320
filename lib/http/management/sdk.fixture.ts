import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { getRequestListener } from '@hono/node-server';
import { ManagementClient } from 'auth0';
import { vi } from 'vitest';
import { localCertificate } from '@/lib/server/certificate';
import type { TestDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

export type Host = Awaited<ReturnType<typeof openHost>>;
export type SdkTenant = Awaited<ReturnType<typeof makeSdkTenant>>;

/**
 * An https address with the generated certificate, at which one tenant answers at a time. Open it before anything
 * reads the settings: its address is the issuer from then on.
 */
export async function openHost() {
  const folder = await mkdtemp(join(tmpdir(), 'annex-sdk-'));
  const { key, cert, authorityPath } = await localCertificate(folder, new Date());
  // The SDK has no way to be told of an authority.
  setDefaultCACertificates([...getCACertificates('default'), await readFile(authorityPath, 'utf8')]);
  let answering: Tenant | undefined;
  const listener = getRequestListener((request) => {
    if (!answering) return new Response('nobody', { status: 503 });
    return answering.app.fetch(request, { context: answering.ctx });
  });
  const server = createServer({ key, cert }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const domain = `localhost:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('ANNEX_URL', `https://${domain}`);
  return {
    domain,
    /** The file of the authority, for the NODE_EXTRA_CA_CERTS of another process. */
    authorityPath,
    answerBy: (tenant: Tenant) => {
      answering = tenant;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A tenant that is reached as Auth0's SDKs reach theirs: over https, by its domain. `close` it after the tests. */
export async function makeSdkTenant(database: TestDatabase, at?: Host) {
  const host = at ?? (await openHost());
  const tenant = await makeTenant(database);
  host.answerBy(tenant);
  const { client_id: clientId, client_secret } = tenant.machine;
  const clientSecret = client_secret ?? '';
  const { domain, authorityPath, close } = host;
  return {
    ...tenant,
    domain,
    authorityPath,
    clientId,
    clientSecret,
    /** As a customer makes it: only the domain differs. It does not retry, so that a failure is seen. */
    management: new ManagementClient({ domain, clientId, clientSecret, maxRetries: 0 }),
    close,
  };
}
