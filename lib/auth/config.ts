import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { app } from '@/lib/http/app';
import { log } from '@/lib/log';
import { deriveKey } from '@/lib/secrets';
import { internalClient } from '@/lib/setup';

declare module 'next-auth' {
  interface Session {
    /** When the user last signed in, in seconds since 1970. */
    authenticatedAt: number;
  }
}

/** The provider's id; it is part of the callback's address, `/api/auth/callback/annex`. */
export const providerId = 'annex';

const sessionHours = 12;

/** Requests to our own issuer never leave the process, so the address that browsers use need not be reachable here. */
const inProcess: typeof fetch = async (input, init) => app.fetch(new Request(input, init));

/** What the cookie says of when its owner signed in; one that does not say is as old as can be. */
function authenticatedAt(authTime: unknown): number {
  return typeof authTime === 'number' ? authTime : 0;
}

declare module 'next-auth' {
  interface Session {
    /** When the sign-in happened, in milliseconds. */
    beganAt: number;
  }
}

type Config = { clientId: string; clientSecret: string; publicUrl: string };

function authConfig({ clientId, clientSecret, publicUrl }: Config): NextAuthConfig {
  return {
    secret: deriveKey('console-session'),
    basePath: '/api/auth',
    // The server in front of Next overwrites the host with the public address.
    trustHost: true,
    useSecureCookies: publicUrl.startsWith('https:'),
    session: { strategy: 'jwt', maxAge: sessionHours * 3600 },
    pages: { signIn: '/', error: '/' },
    providers: [
      {
        id: providerId,
        name: 'Annex',
        type: 'oidc',
        issuer: `${publicUrl}/`,
        clientId,
        clientSecret,
        checks: ['pkce', 'state', 'nonce'],
        authorization: { params: { scope: 'openid' } },
        [customFetch]: inProcess,
        profile: ({ sub }) => ({ id: sub }),
      },
    ],
    callbacks: {
      // Who signed in and when, and nothing else: what the user is and may do is read at each request.
      jwt: ({ token, profile }) => ({
        sub: profile?.sub ?? token.sub,
        auth_time: profile?.auth_time ?? token.auth_time,
      }),
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.sub ?? '' },
        authenticatedAt: authenticatedAt(token.auth_time),
      }),
    },
    logger: {
      error: (error) => log().warn({ err: error }, 'The sign-in to the console did not work.'),
      warn: (code) => log().debug({ code }, 'next-auth warns'),
      debug: () => undefined,
    },
  };
}

/** The session machinery for the database in `ctx`; its configuration is read at each use, as the client's secret may turn. */
export function sessions(ctx: () => Context) {
  return NextAuth(async () => authConfig({ ...(await internalClient(ctx())), publicUrl: env().ANNEX_URL }));
}
