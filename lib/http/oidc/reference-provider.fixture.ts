import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** The members of oidc-provider that are used here; the package brings no types. */
type Engine = {
  callback(): (req: IncomingMessage, res: ServerResponse) => unknown;
  interactionFinished(req: IncomingMessage, res: ServerResponse, result: object): Promise<void>;
  Grant: new (of: {
    clientId: string;
    accountId: string;
  }) => { addOIDCScope(scope: string): void; save(): Promise<string> };
};

type Interaction = { oidc: { client: { clientId: string }; session: { accountId: string } } };

/**
 * oidc-provider, set up as Annex is: code flow with S256, first-party applications without consent, refresh tokens
 * that rotate, revocation and logout.
 */
function makeEngine(origin: string, clients: object[]): Engine {
  const engine: Engine = new Provider(origin, {
    clients,
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    pkce: {
      required: (_: unknown, client: { clientAuthMethod: string }) => client.clientAuthMethod === 'none',
    },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, name: 'Ada', email: 'ada@example.com', email_verified: false }),
    }),
    loadExistingGrant: async ({ oidc }: Interaction) => {
      const grant = new engine.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid offline_access profile email');
      await grant.save();
      return grant;
    },
    rotateRefreshToken: true,
    cookies: { keys: ['reference'] },
  }) as unknown as Engine;
  return engine;
}

/** A browser that keeps cookies and follows nothing by itself. */
function makeBrowser(origin: string): Fetch {
  const cookies = new Map<string, string>();
  return async (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}

export type Reference = { browser(): Fetch; close(): void };

/** Serves the reference; whoever comes to its sign-in page is Ada, and agrees. */
export async function startReference(clients: object[]): Promise<Reference> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const engine = makeEngine(origin, clients);
  const handle = engine.callback();
  server.on('request', (req, res) => {
    if (req.url?.startsWith('/interaction/')) {
      void engine.interactionFinished(req, res, { login: { accountId: 'ada' }, consent: {} });
    } else void handle(req, res);
  });
  return { browser: () => makeBrowser(origin), close: () => server.close() };
}
