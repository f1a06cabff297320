import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { checkBag, checkSize } from '@/lib/metadata';
import { changesBetween } from './changes';
import { normalizeName } from './login-keys';
import type { createUserInput } from './schemas';
import type { UserState } from './state';
import type { NewUser } from './write';

type Parsed = z.output<typeof createUserInput>;

/** Gravatar's picture of an address with Auth0's initials as its fall-back (`reference/management-api.md` 2.1). */
export function defaultPicture(email: string, name: string): string {
  const digest = createHash('md5').update(normalizeName(email)).digest('hex');
  const initials = encodeURIComponent(normalizeName(name).slice(0, 2));
  const fallback = encodeURIComponent(`https://cdn.auth0.com/avatars/${initials}.png`);
  return `https://s.gravatar.com/avatar/${digest}?s=480&r=pg&d=${fallback}`;
}

/** Bags as stored: absent stays absent, and what may not be stored is refused. */
function bag(name: 'user_metadata' | 'app_metadata', value: Parsed['user_metadata']): JsonObject | null {
  if (value === undefined) return null;
  checkBag(name, value);
  return value;
}

/**
 * The state and first history of a user made from checked input. Pure but for the picture's hash: the caller gives the
 * id and the time. E-mail and username are kept in lower case, as Auth0's own store does.
 */
export function newUser(input: Parsed, id: string, now: Date, passwordHash: string | null): NewUser {
  const email = input.email === undefined ? null : normalizeName(input.email);
  const username = input.username === undefined ? null : normalizeName(input.username);
  const name = input.name ?? email ?? username ?? input.phone_number ?? null;
  const userMetadata = bag('user_metadata', input.user_metadata);
  const appMetadata = bag('app_metadata', input.app_metadata);
  checkSize(userMetadata, appMetadata);
  const state: UserState = {
    userId: `auth0|${id}`,
    connection: input.connection,
    email,
    emailVerified: input.email_verified ?? (email === null ? null : false),
    username,
    phoneNumber: input.phone_number ?? null,
    phoneVerified: input.phone_verified ?? null,
    name,
    nickname: input.nickname ?? email?.split('@')[0] ?? username,
    givenName: input.given_name ?? null,
    familyName: input.family_name ?? null,
    picture: input.picture ?? (email === null ? null : defaultPicture(email, name ?? email)),
    blocked: input.blocked ?? null,
    lastPasswordReset: null,
    userMetadata,
    appMetadata,
    createdAt: now,
    version: 1,
    identities: [
      {
        provider: 'auth0',
        identityUserId: id,
        connection: input.connection,
        isSocial: false,
        profileData: null,
      },
    ],
  };
  return { state, changes: changesBetween(null, state), passwordHash };
}
