import type { Json, JsonObject } from '@/db/schema/columns';
import { isStorableJson } from '@/lib/storable-json';
import { maxClaimsBytes, splitClaims } from './claims';
import type { LoginContinues, LoginOutcome } from './login.types';
import type { RunResult } from './runner';

function asObject(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function scopesOf(value: Json | undefined): string[] | undefined {
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  if (!Array.isArray(value)) return undefined;
  return value.filter((item): item is string => typeof item === 'string');
}

function tokenClaims(token: 'idToken' | 'accessToken', claims: JsonObject, warnings: string[]): JsonObject {
  const { kept, dropped } = splitClaims(claims);
  for (const name of dropped)
    warnings.push(`context.${token}: the claim "${name}" is reserved and was dropped.`);
  return kept;
}

/**
 * What the finished pipeline means for the tokens: pure reading of `user` and `context` (`reference/rules.md` 1.8 to
 * 1.12). A `.` in a root key of `user`, or claims past 100 kB, deny as Auth0 does; so does text that cannot be stored.
 */
export function readOutcome(user: JsonObject, context: JsonObject): LoginOutcome {
  const dotted = Object.keys(user).find((key) => key.includes('.'));
  if (dotted !== undefined) {
    const description = `Fields with "." are not allowed, please remove all dotted fields from the user: ${dotted}`;
    return { kind: 'deny', error: 'invalid_request', description };
  }
  const { idToken, accessToken: access, redirect } = context;
  if (!isStorableJson([user, idToken, access, redirect])) {
    const description = 'A rule put U+0000 or an unpaired surrogate on the user or on a token.';
    return { kind: 'deny', error: 'access_denied', description };
  }
  const warnings: string[] = [];
  const { scope, ...accessToken } = asObject(context.accessToken);
  const outcome: LoginContinues = {
    kind: 'continue',
    user,
    idTokenClaims: tokenClaims('idToken', asObject(context.idToken), warnings),
    accessTokenClaims: tokenClaims('accessToken', accessToken, warnings),
    warnings,
  };
  for (const claims of [outcome.idTokenClaims, outcome.accessTokenClaims]) {
    if (Buffer.byteLength(JSON.stringify(claims)) <= maxClaimsBytes) continue;
    const description = `The custom claims of a token may hold ${maxClaimsBytes} bytes.`;
    return { kind: 'deny', error: 'access_denied', description };
  }
  return { ...outcome, ...demands(context, scopesOf(scope)) };
}

function demands(context: JsonObject, scope: string[] | undefined): Partial<LoginContinues> {
  const multifactor = asObject(context.multifactor);
  const { url } = asObject(context.redirect);
  const wantsFactor = multifactor.provider !== undefined && multifactor.provider !== 'none';
  return {
    ...(scope ? { scope } : {}),
    ...(wantsFactor ? { multifactor } : {}),
    ...(typeof url === 'string' ? { redirect: { url } } : {}),
    ...(typeof context.primaryUser === 'string' ? { primaryUser: context.primaryUser } : {}),
  };
}

/**
 * What a finished run means for the sign-in. Everything but a pipeline that went through denies: a rule that throws,
 * loops or loses its executor fails closed (`reference/rules.md` 1.4).
 */
export function decisionOf(result: RunResult): LoginOutcome {
  if (result.kind === 'continue') return readOutcome(result.user, result.context);
  const unauthorized = result.error.name === 'UnauthorizedError' || result.error.code === 'unauthorized';
  const denied = result.kind === 'deny' && unauthorized;
  return {
    kind: 'deny',
    error: denied ? 'unauthorized' : 'access_denied',
    description: result.error.message,
  };
}
