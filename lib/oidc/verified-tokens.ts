import type { JWTPayload } from 'jose';

/** A token whose signature, issuer and audience were found good. Only time and the fate of its key can change that. */
export type VerifiedToken = { kid: string; payload: JWTPayload };

const most = 5000;
/** By audience, since a key made of both would have to be put together for each request. */
const byAudience = new Map<string, Map<string, VerifiedToken>>();

/** What was found of this very token for this audience, while it has not expired; undefined when it must be checked. */
export function recallToken(token: string, audience: string, now: Date): VerifiedToken | undefined {
  const found = byAudience.get(audience)?.get(token);
  const expiresAt = found?.payload.exp ?? 0;
  return expiresAt * 1000 > now.getTime() ? found : undefined;
}

/** Keeps a checked token, at most 5,000 of them for an audience; the oldest makes room. */
export function rememberToken(token: string, audience: string, verified: VerifiedToken): void {
  const tokens = byAudience.get(audience) ?? new Map<string, VerifiedToken>();
  byAudience.set(audience, tokens);
  if (tokens.size >= most) {
    const [oldest] = tokens.keys();
    if (oldest !== undefined) tokens.delete(oldest);
  }
  tokens.set(token, verified);
}
