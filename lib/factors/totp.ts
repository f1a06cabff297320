import { createGuardrails, generateSecret, generateSync, generateURI, verify } from 'otplib';

/** Seconds for which a code is shown (RFC 6238 section 4.1), and by which a clock may be off either way (5.2). */
const period = 30;

/** Imported keys may have 80 bits, which is less than the library likes. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

/** A key of 160 bits in Base32, as RFC 4226 section 4 recommends. */
export const newTotpSecret = (): string => generateSecret();

/** Whether codes can be made from this Base32 text: 80 bits at least. */
export function isTotpSecret(secret: string): boolean {
  try {
    return generateSync({ secret, guardrails, epoch: 0 }).length === 6;
  } catch {
    return false;
  }
}

/** What an authenticator app reads from a QR code: 6 digits, SHA-1, 30 seconds, which is what every app can do. */
export function totpUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return generateURI({ secret, issuer, label });
}

/**
 * Number of the 30 seconds that this code is of, if it is one of now or of the 30 seconds before or after; null for any
 * other code and for one that is not later than `after`. Spaces in the code do not count.
 */
export async function matchingStep(
  secret: string,
  code: string,
  { now, after }: { now: Date; after: number | null },
): Promise<number | null> {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const result = await verify({
    secret,
    token,
    guardrails,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: period,
    ...(after === null ? {} : { afterTimeStep: after }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
