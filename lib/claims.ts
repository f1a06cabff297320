import type { Json, JsonObject } from '@/db/schema/columns';

/** Claims that each scope carries (OpenID Connect Core section 5.4), in the order tokens show them. */
const scopeClaims: Record<string, readonly string[]> = {
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
};

export const standardScopes: readonly string[] = ['openid', 'offline_access', ...Object.keys(scopeClaims)];

const standardClaims = new Set(Object.values(scopeClaims).flat());

function claimsOf(scope: readonly string[]): Set<string> {
  return new Set(
    scope.flatMap((name) => (Object.hasOwn(scopeClaims, name) ? (scopeClaims[name] ?? []) : [])),
  );
}

/** Where a claim's value lies on the `user` of the rules, when not under its own name. */
const sources: Record<string, string> = { phone_number_verified: 'phone_verified' };

function fromUser(user: JsonObject, claim: string): Json | undefined {
  const source = sources[claim];
  return user[claim] ?? (source === undefined ? undefined : user[source]);
}

/**
 * What the ID token and `/userinfo` say of the person: standard claims of the asked scopes from the rules' final
 * `user`, then what rules put on the ID token; of that, standard claims whose scope was not asked for are dropped
 * (`reference/rules.md` 1.11).
 */
export function profileClaims(
  user: JsonObject,
  idTokenClaims: JsonObject,
  scope: readonly string[],
): JsonObject {
  const carried = claimsOf(scope);
  const standard = [...carried].flatMap((claim) => {
    const value = fromUser(user, claim);
    return value === undefined || value === null ? [] : [[claim, value] as const];
  });
  return { ...Object.fromEntries(standard), ...keepAsked(idTokenClaims, carried) };
}

function keepAsked(claims: JsonObject, carried: Set<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(claims).filter(([name]) => !standardClaims.has(name) || carried.has(name)),
  );
}

/** The part of stored claims that a token of fewer scopes may show. */
export function narrowClaims(profile: JsonObject, scope: readonly string[]): JsonObject {
  return keepAsked(profile, claimsOf(scope));
}
