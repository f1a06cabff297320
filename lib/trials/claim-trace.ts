import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '@/db/schema/columns';
import type { TrialResult } from './run-trial';
import { whereIs } from './same-value';
import type { ClaimChange, ClaimOrigin, SignInExplanation } from './schemas';

export type Claims = { id_token: JsonObject; access_token: JsonObject };
export const tokens = ['id_token', 'access_token'] as const;

export const claimsOf = ({ id_token, access_token }: TrialResult['tokens']): Claims => ({
  id_token: id_token.after ?? {},
  access_token: access_token.after ?? {},
});

/** What each step of a sign-in did to its tokens, step by step. */
export type ClaimTrace = {
  steps: SignInExplanation['steps'];
  /** After the last of them. */
  claims: Claims;
  origins: Map<string, ClaimOrigin>;
};

const keyOf = (token: string, claim: string) => `${token} ${claim}`;

export const newTrace = (idToken: JsonObject): ClaimTrace => ({
  steps: [],
  claims: { id_token: idToken, access_token: {} },
  origins: new Map(),
});

/** Whose the value of a claim is, so far. */
export const originIn = ({ origins }: ClaimTrace, token: string, claim: string): ClaimOrigin =>
  origins.get(keyOf(token, claim)) ?? { kind: 'profile' };

/** Notes that the claims are these from now on, and by whom; `given`: what that step could see. Gives what changed. */
export function noteClaims(
  trace: ClaimTrace,
  claims: Claims,
  { origin, given }: { origin: ClaimOrigin; given: JsonObject },
): ClaimChange[] {
  const changes = tokens.flatMap((token) => {
    const names = new Set([...Object.keys(trace.claims[token]), ...Object.keys(claims[token])]);
    return [...names].flatMap((claim) => {
      const before: Json | undefined = trace.claims[token][claim];
      const after: Json | undefined = claims[token][claim];
      if (isDeepStrictEqual(before, after)) return [];
      trace.origins.set(keyOf(token, claim), origin);
      const same_value_at = whereIs(after, given);
      return [
        {
          token,
          claim,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
          ...(same_value_at.length > 0 ? { same_value_at } : {}),
        },
      ];
    });
  });
  trace.claims = claims;
  return changes;
}
