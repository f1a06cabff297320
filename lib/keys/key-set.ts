import { ne } from 'drizzle-orm';
import { importJWK, type JWK } from 'jose';
import { notifiedCache } from '@/db/notified-cache';
import { signingKeys } from '@/db/schema';
import type { Context } from '@/lib/context';
import { open } from '@/lib/secrets';

type Row = typeof signingKeys.$inferSelect;

export type SigningKey = { kid: string; key: CryptoKey };

/** How an RSA key of ours may sign; ID tokens are always RS256. */
export type Algorithm = 'RS256' | 'RS512' | 'PS256';

type KeySet = { rows: Row[]; jwks: { keys: JWK[] } };

export const keySetCache = notifiedCache<KeySet>('signing-keys');

const slot = Symbol.for('annex.crypto-keys');
type Holder = typeof globalThis & { [slot]?: Map<string, Promise<CryptoKey>> };

/** A key is parsed once for the process and algorithm, whatever bundle asks: its id names its content. */
function loaded(name: string, alg: Algorithm, jwk: () => JWK): Promise<CryptoKey> {
  const holder: Holder = globalThis;
  holder[slot] ??= new Map();
  const id = `${name} ${alg}`;
  const found = holder[slot].get(id) ?? importRsa(jwk(), alg);
  holder[slot].set(id, found);
  return found;
}

async function importRsa(jwk: JWK, alg: Algorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new Error('A signing key is not an RSA key.');
  return key;
}

const published = { current: 0, next: 1, previous: 2, revoked: 3 };

async function loadKeySet(ctx: Context): Promise<KeySet> {
  const rows = await ctx.db.select().from(signingKeys).where(ne(signingKeys.state, 'revoked'));
  rows.sort((a, b) => published[a.state] - published[b.state]);
  const keys = rows.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, use: 'sig', alg: 'RS256' }) as JWK);
  return { rows, jwks: { keys } };
}

const keySet = (ctx: Context): Promise<KeySet> => keySetCache.get(() => loadKeySet(ctx));

/**
 * The public halves for RS256: current, next, previous, never a revoked one; then once more for each other algorithm in `algs`, under the
 * same ids, since a verifier takes a key for the algorithm that it names.
 */
export async function publicJwks(ctx: Context, algs: readonly Algorithm[] = []): Promise<{ keys: JWK[] }> {
  const { keys } = (await keySet(ctx)).jwks;
  const others = algs.filter((alg) => alg !== 'RS256');
  return { keys: [...keys, ...others.flatMap((alg) => keys.map((key) => ({ ...key, alg })))] };
}

/** The private key that signs now. */
export async function signingKey(ctx: Context, alg: Algorithm = 'RS256'): Promise<SigningKey> {
  const row = (await keySet(ctx)).rows.find((key) => key.state === 'current');
  if (!row) throw new Error('Annex has not been set up: there is no signing key.');
  const key = await loaded(`private ${row.kid}`, alg, () => JSON.parse(open(row.privateJwk)));
  return { kid: row.kid, key };
}

/** The certificate of the key that signs now, in PEM and in PKCS #7. */
export async function signingCertificate(ctx: Context): Promise<{ cert: string; pkcs7: string } | null> {
  const row = (await keySet(ctx)).rows.find((key) => key.state === 'current');
  return row?.certificate && row.pkcs7 ? { cert: row.certificate, pkcs7: row.pkcs7 } : null;
}

/** The public key of this id, or null: tokens of a key that is gone are not good any more. */
export async function verificationKey(
  ctx: Context,
  kid: string,
  alg: Algorithm = 'RS256',
): Promise<CryptoKey | null> {
  const row = (await keySet(ctx)).rows.find((key) => key.kid === kid);
  return row ? loaded(`public ${kid}`, alg, () => row.publicJwk as JWK) : null;
}
