import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { calculateJwkThumbprint } from 'jose';
import type { z } from 'zod';
import { clientCredentials } from '@/db/schema';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { randomAlphanumeric } from '@/lib/ids';
import { refuse } from './refuse';
import type { CredentialView, createCredentialInput } from './schemas';

export type CredentialRow = typeof clientCredentials.$inferSelect;
type Given = z.output<typeof createCredentialInput>;

/** Most public keys that an application may have. */
export const maxCredentials = 10;

const publicForms = /^-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----\s/;

/** The key of a PEM. A private key is refused, though a public one could be read from it: it should not be here. */
function readKey(pem: string): KeyObject {
  const trimmed = pem.trim();
  if (!publicForms.test(trimmed)) {
    refuse('pem', 'A public key or a certificate is needed, in PEM');
  }
  try {
    return createPublicKey(trimmed);
  } catch (cause) {
    // OpenSSL throws errors of its own for whatever is wrong with the text.
    if (cause instanceof Error) return refuse('pem', 'This is not the PEM of a key');
    throw cause;
  }
}

function assertStrong(key: KeyObject): void {
  if (key.asymmetricKeyType !== 'rsa') refuse('pem', 'An RSA key is needed');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 2048 || bits > 8192) refuse('pem', 'The key must have 2048 to 8192 bits');
}

function endOf({ pem, expires_at, parse_expiry_from_cert }: Given): Date | null {
  if (expires_at !== undefined) return new Date(expires_at);
  if (!parse_expiry_from_cert) return null;
  if (!pem.trim().startsWith('-----BEGIN CERTIFICATE-----')) {
    refuse('parse_expiry_from_cert', 'Only a certificate has an end of its own');
  }
  return new Date(new X509Certificate(pem.trim()).validTo);
}

/** The row of a new credential. The key's own thumbprint (RFC 7638) is its id where none is given. Throws Invalid. */
export async function newCredential(ctx: Context, clientId: string, given: Given): Promise<CredentialRow> {
  const key = readKey(given.pem);
  assertStrong(key);
  const jwk = key.export({ format: 'jwk' });
  const now = ctx.now();
  return {
    id: `cred_${randomAlphanumeric(22)}`,
    clientId,
    name: given.name ?? null,
    kid: given.kid ?? (await calculateJwkThumbprint(jwk)),
    alg: given.alg,
    publicJwk: { ...jwk } as CredentialRow['publicJwk'],
    createdAt: now,
    updatedAt: now,
    expiresAt: endOf(given),
  };
}

/** The contract's shape; the key itself is not given back. */
export function presentCredential(row: CredentialRow): CredentialView {
  return {
    id: row.id,
    ...(row.name === null ? {} : { name: row.name }),
    kid: row.kid,
    alg: row.alg,
    credential_type: 'public_key',
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    ...(row.expiresAt ? { expires_at: row.expiresAt.toISOString() } : {}),
  };
}

export const ownCredential = (clientId: string, id: string) =>
  and(eq(clientCredentials.clientId, clientId), eq(clientCredentials.id, id));

/** A credential of this client. Throws NotFound `inexistent_client_credential`. */
export async function fetchCredential(ctx: Context, clientId: string, id: string): Promise<CredentialRow> {
  const [row] = await ctx.db.select().from(clientCredentials).where(ownCredential(clientId, id));
  if (row) return row;
  throw new NotFound('The credential does not exist', { errorCode: 'inexistent_client_credential' });
}
