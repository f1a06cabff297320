import type { JWTPayload } from 'jose';

/** A token whose signature, issuer and audience were found good. Only time and the fate of its key can change that. */
export type VerifiedToken = { kid: string; payload: JWTPayload };

const most = 5000;
const tokens = new Map<string, VerifiedToken>();

const keyOf = (token: string, audience: string) => `${audience}\n${token}`;

/** What was found of this very token for this audience, while it has not expired; undefined when it must be checked. */
export function recallToken(token: string, audience: string, now: Date): VerifiedToken | undefined {
  const found = tokens.get(keyOf(token, audience));
  const expiresAt = found?.payload.exp ?? 0;
  return expiresAt * 1000 > now.getTime() ? found : undefined;
}

/** Keeps a checked token, at most 5,000 of them; the oldest makes room. */
export function rememberToken(token: string, audience: string, verified: VerifiedToken): void {
  if (tokens.size >= most) {
    const [oldest] = tokens.keys();
    if (oldest !== undefined) tokens.delete(oldest);
  }
  tokens.set(keyOf(token, audience), verified);
}
