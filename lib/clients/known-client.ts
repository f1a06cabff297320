import { createHash } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { importJWK, type JWK } from 'jose';
import { notifiedCache } from '@/db/notified-cache';
import { clientCredentials, clients } from '@/db/schema';
import { announce } from '@/lib/announce';
import type { Context } from '@/lib/context';
import { open } from '@/lib/secrets';
import { isPublicClient } from './authentication';
import type { CredentialRow } from './credential';
import type { ClientRow } from './internal';

/** A public key by which an application proves itself. */
export type KnownCredential = Pick<CredentialRow, 'kid' | 'alg' | 'expiresAt'> & { key: CryptoKey };

/** An application as the protocol needs it. The secret itself is not kept in memory. */
export type KnownClient = Omit<ClientRow, 'clientSecret' | 'addons' | 'kept'> & {
  /** Of its picture, for pages; null when there is none that may be shown there. */
  logoUri: string | null;
  /** Whether it proves itself by nothing. */
  isPublic: boolean;
  /** SHA-256 of the secret; null when there is none. */
  secretDigest: Buffer | null;
  /** Of an application whose ID tokens are HS256. */
  secretKey: CryptoKey | null;
  /** Null when it proves itself by its secret, or by nothing. */
  credentials: KnownCredential[] | null;
  /** What it may get by client credentials, by audience. Scopes may be named that the API does not have. */
  grants: Record<string, { scope: string[]; allScopes: boolean }>;
};

const cache = notifiedCache<Map<string, Promise<KnownClient | null>>>('clients');

async function hmacKey(secret: string, isEncoded: boolean): Promise<CryptoKey> {
  const bytes = Buffer.from(secret, isEncoded ? 'base64' : 'utf8');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify']);
}

async function knownCredential({ kid, alg, expiresAt, publicJwk }: CredentialRow): Promise<KnownCredential> {
  const key = await importJWK(publicJwk as JWK, alg);
  if (key instanceof Uint8Array) throw new Error('A credential is not a public key.');
  return { kid, alg, expiresAt, key };
}

async function credentialsOf(ctx: Context, client: ClientRow): Promise<KnownCredential[] | null> {
  if (!client.authenticationMethods) return null;
  const ids = client.authenticationMethods.private_key_jwt.credentials.map(({ id }) => id);
  const rows = await ctx.db
    .select()
    .from(clientCredentials)
    .where(and(eq(clientCredentials.clientId, client.clientId), inArray(clientCredentials.id, ids)));
  return Promise.all(rows.map(knownCredential));
}

async function load(ctx: Context, clientId: string): Promise<KnownClient | null> {
  const [row] = await ctx.db
    .select({
      client: clients,
      // Written out: drizzle names columns without their table here, and a column would be compared with itself.
      grants: sql<KnownClient['grants'] | null>`(
        select jsonb_object_agg(g.audience,
          jsonb_build_object('scope', g.scope, 'allScopes', g.allow_all_scopes)) from client_grants g
        where g.client_id = ${clientId})`,
    })
    .from(clients)
    .where(and(eq(clients.clientId, clientId), eq(clients.global, false)));
  if (!row) return null;
  const { clientSecret, addons: _, kept, ...client } = row.client;
  const secret = clientSecret && open(clientSecret);
  const { alg, secret_encoded } = client.jwtConfiguration;
  return {
    ...client,
    logoUri: typeof kept.logo_uri === 'string' && kept.logo_uri.startsWith('https:') ? kept.logo_uri : null,
    isPublic: isPublicClient(client),
    secretDigest: secret === null ? null : createHash('sha256').update(secret).digest(),
    secretKey: secret !== null && alg === 'HS256' ? await hmacKey(secret, secret_encoded) : null,
    credentials: await credentialsOf(ctx, row.client),
    grants: row.grants ?? {},
  };
}

/**
 * The application of this id, Annex's own included, or null; the global client is none. For `lib/oidc`: asks for no
 * scope, since nobody is known yet. Kept in memory until a write anywhere announces itself; what does not exist is not
 * kept, so that made-up ids cannot fill the memory.
 */
export async function knownClient(ctx: Context, clientId: string): Promise<KnownClient | null> {
  // What could be nobody's id is not asked for: PostgreSQL refuses some of it.
  if (!/^[\x21-\x7e]{1,128}$/.test(clientId)) return null;
  const held = await cache.get(async () => new Map());
  const loading = held.get(clientId) ?? load(ctx, clientId);
  held.set(clientId, loading);
  const found = await loading.catch((error: unknown) => {
    held.delete(clientId);
    throw error;
  });
  if (!found) held.delete(clientId);
  return found;
}

/** Tells every process, when the transaction commits, to read applications and their grants anew. */
export async function announceClients(ctx: Context): Promise<void> {
  await announce(ctx, 'clients');
}
