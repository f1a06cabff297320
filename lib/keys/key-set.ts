import { ne } from 'drizzle-orm';
import { importJWK, type JWK } from 'jose';
import { notifiedCache } from '@/db/notified-cache';
import { signingKeys } from '@/db/schema';
import type { Context } from '@/lib/context';
import { open } from '@/lib/secrets';

type Row = typeof signingKeys.$inferSelect;

export type SigningKey = { kid: string; key: CryptoKey };

type KeySet = { rows: Row[]; jwks: { keys: JWK[] } };

export const keySetCache = notifiedCache<KeySet>('signing-keys');

const slot = Symbol.for('annex.crypto-keys');
type Holder = typeof globalThis & { [slot]?: Map<string, Promise<CryptoKey>> };

/** A key is parsed once for the process, whatever bundle asks: its id names its content. */
function loaded(name: string, jwk: () => JWK): Promise<CryptoKey> {
  const holder: Holder = globalThis;
  holder[slot] ??= new Map();
  const found = holder[slot].get(name) ?? importRsa(jwk());
  holder[slot].set(name, found);
  return found;
}

async function importRsa(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'RS256');
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

/** The public halves: current, next, previous; never a revoked one. */
export async function publicJwks(ctx: Context): Promise<{ keys: JWK[] }> {
  return (await keySet(ctx)).jwks;
}

/** The private key that signs now. */
export async function signingKey(ctx: Context): Promise<SigningKey> {
  const row = (await keySet(ctx)).rows.find((key) => key.state === 'current');
  if (!row) throw new Error('Annex has not been set up: there is no signing key.');
  const key = await loaded(`private ${row.kid}`, () => JSON.parse(open(row.privateJwk)));
  return { kid: row.kid, key };
}

/** The certificate of the key that signs now, in PEM and in PKCS #7. */
export async function signingCertificate(ctx: Context): Promise<{ cert: string; pkcs7: string } | null> {
  const row = (await keySet(ctx)).rows.find((key) => key.state === 'current');
  return row?.certificate && row.pkcs7 ? { cert: row.certificate, pkcs7: row.pkcs7 } : null;
}

/** The public key of this id, or null: tokens of a key that is gone are not good any more. */
export async function verificationKey(ctx: Context, kid: string): Promise<CryptoKey | null> {
  const row = (await keySet(ctx)).rows.find((key) => key.kid === kid);
  return row ? loaded(`public ${kid}`, () => row.publicJwk as JWK) : null;
}
