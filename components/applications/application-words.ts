import type { appTypes as kinds, grantTypes as ways } from '@/lib/clients/schemas';

export type AppType = (typeof kinds)[number];
type GrantType = (typeof ways)[number];

/** Kinds of application in words. */
export const appTypes = {
  regular_web: {
    name: 'Web application',
    description: 'Runs on a server and can keep a secret: Next.js, Rails, Django, PHP.',
  },
  spa: {
    name: 'Single-page application',
    description: 'Runs in the browser: React, Vue, Angular. It has no secret.',
  },
  native: {
    name: 'Native application',
    description: 'Runs on a phone, a desktop or a terminal. It has no secret.',
  },
  non_interactive: {
    name: 'Machine to machine',
    description: 'A program that calls APIs as itself: a job, a service, a script.',
  },
} as const satisfies Record<AppType, { name: string; description: string }>;

const isKnown = (kind: string): kind is AppType => Object.hasOwn(appTypes, kind);

/** The kind if it is one of those above: the API may call an application by other names, or by none. */
export function knownKind(kind: string | undefined): AppType | null {
  return kind !== undefined && isKnown(kind) ? kind : null;
}

/** The kind in a few words. */
export function nameOfKind(kind: string | undefined): string {
  const known = knownKind(kind);
  return known === null ? 'Application' : appTypes[known].name;
}

/** Ways to a token in words. */
export const grantTypes = {
  authorization_code: { name: 'Authorization code', description: 'People sign in on the sign-in page.' },
  refresh_token: { name: 'Refresh token', description: 'New tokens without a new sign-in.' },
  client_credentials: { name: 'Client credentials', description: 'The application calls APIs as itself.' },
  password: {
    name: 'Password',
    description: 'The application takes passwords itself. For old clients only.',
  },
  'http://auth0.com/oauth/grant-type/password-realm': {
    name: 'Password with a realm',
    description: 'As above, and it names the connection.',
  },
} as const satisfies Record<GrantType, { name: string; description: string }>;

export const allGrantTypes = Object.keys(grantTypes) as GrantType[];

/** The page of an application in the console. */
export function applicationPath(clientId: string): string {
  return `/console/applications/${encodeURIComponent(clientId)}`;
}
