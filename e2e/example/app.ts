import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as client from 'openid-client';

/** How the application knows Annex, and where it is itself. */
export type ExampleSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Its path is where the answer arrives; its origin is this application's. */
  redirectUri: string;
  scope?: string;
};

type Pending = { verifier: string; state: string; nonce: string };
type SignedIn = { idToken: string; claims: object; userinfo: object };
type Session = { pending?: Pending; signedIn?: SignedIn };

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

function page(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Example shop</title>
<style>body{font:16px/1.5 system-ui;max-width:48rem;margin:3rem auto;padding:0 1rem}</style>
<main><h1>Example shop</h1>${content}</main></html>`;
}

function home({ signedIn }: Session): string {
  if (!signedIn) return page('<p>You are not signed in.</p><p><a href="/login">Sign in</a></p>');
  const shown = (value: object) => escapeHtml(JSON.stringify(value, null, 2));
  return page(`<p>You are signed in.</p>
<h2>ID token</h2><pre data-testid="id-token">${shown(signedIn.claims)}</pre>
<h2>Userinfo</h2><pre data-testid="userinfo">${shown(signedIn.userinfo)}</pre>
<p><a href="/logout">Sign out</a></p>`);
}

/** An application with a session of its own in memory, which signs people in by Annex. */
class ExampleApp {
  readonly #settings: ExampleSettings;
  readonly #sessions = new Map<string, Session>();
  #configuration: Promise<client.Configuration> | undefined;

  constructor(settings: ExampleSettings) {
    this.#settings = settings;
  }

  /** Discovery happens at the first sign-in, so that the application may start before Annex. */
  #configured(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
    this.#configuration ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
    return this.#configuration;
  }

  #session(req: IncomingMessage, res: ServerResponse): Session {
    const id = /(?:^|; )shop=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1] ?? randomUUID();
    const session = this.#sessions.get(id) ?? {};
    this.#sessions.set(id, session);
    res.setHeader('set-cookie', `shop=${id}; Path=/; HttpOnly; SameSite=Lax`);
    return session;
  }

  /** Further parameters of `/login` (`prompt`, `screen_hint` …) are handed on. */
  async #login(session: Session, url: URL): Promise<URL> {
    const verifier = client.randomPKCECodeVerifier();
    const pending = { verifier, state: client.randomState(), nonce: client.randomNonce() };
    session.pending = pending;
    return client.buildAuthorizationUrl(await this.#configured(), {
      redirect_uri: this.#settings.redirectUri,
      scope: this.#settings.scope ?? 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
      ...Object.fromEntries(url.searchParams),
    });
  }

  async #callback(session: Session, url: URL): Promise<void> {
    const { pending } = session;
    if (!pending) throw new Error('No sign-in was begun in this browser.');
    session.pending = undefined;
    const configuration = await this.#configured();
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims || !tokens.id_token) throw new Error('There is no ID token.');
    const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    session.signedIn = { idToken: tokens.id_token, claims, userinfo };
  }

  /** Signs out here and at Annex, which sends the browser back to the front page. */
  async #logout(session: Session, url: URL): Promise<URL> {
    const { signedIn } = session;
    session.signedIn = undefined;
    return client.buildEndSessionUrl(await this.#configured(), {
      post_logout_redirect_uri: `${url.origin}/`,
      ...(signedIn ? { id_token_hint: signedIn.idToken } : { client_id: this.#settings.clientId }),
    });
  }

  async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const callback = new URL(this.#settings.redirectUri);
    const url = new URL(req.url ?? '/', callback.origin);
    const session = this.#session(req, res);
    const go = (location: URL | string) => res.writeHead(302, { location: String(location) }).end();
    switch (url.pathname) {
      case '/login':
        return void go(await this.#login(session, url));
      case callback.pathname:
        await this.#callback(session, url);
        return void go('/');
      case '/logout':
        return void go(await this.#logout(session, url));
      default:
        return void res.setHeader('content-type', 'text/html; charset=utf-8').end(home(session));
    }
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError) return `${error.error}: ${error.error_description}`;
  return error instanceof Error ? error.message : String(error);
}

/** Serves the application at the origin of its redirect address; resolves when it listens. */
export async function startExample(settings: ExampleSettings): Promise<Server> {
  const app = new ExampleApp(settings);
  const server = createServer((req, res) => {
    app.answer(req, res).catch((error: unknown) => {
      res.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
      res.end(
        page(`<p role="alert">${escapeHtml(sentenceOf(error))}</p><p><a href="/login">Try again</a></p>`),
      );
    });
  });
  const { port, protocol } = new URL(settings.redirectUri);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port || (protocol === 'https:' ? 443 : 80)), resolve);
  });
  return server;
}
