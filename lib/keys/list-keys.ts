import { X509Certificate } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { signingKeys } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import type { SigningKeyView } from './schemas';

type Row = typeof signingKeys.$inferSelect;

const order: Row['state'][] = ['current', 'next', 'previous', 'revoked'];

function present(row: Row): SigningKeyView {
  const cert = row.certificate ?? '';
  const { fingerprint } = new X509Certificate(cert);
  return {
    kid: row.kid,
    cert,
    pkcs7: row.pkcs7 ?? '',
    ...(row.state === 'current' ? { current: true } : {}),
    ...(row.state === 'next' ? { next: true } : {}),
    ...(row.state === 'previous' ? { previous: true } : {}),
    ...(row.currentSince ? { current_since: row.currentSince.toISOString() } : {}),
    ...(row.currentUntil ? { current_until: row.currentUntil.toISOString() } : {}),
    fingerprint,
    thumbprint: fingerprint.replaceAll(':', ''),
    ...(row.revokedAt ? { revoked: true, revoked_at: row.revokedAt.toISOString() } : {}),
  };
}

/** Every signing key: current, next, those before, those revoked. */
export async function listSigningKeys(ctx: Context): Promise<SigningKeyView[]> {
  authorize(ctx, 'read:signing_keys');
  const rows = await ctx.db.select().from(signingKeys);
  const rank = (row: Row) => order.indexOf(row.state);
  const since = (row: Row) => row.currentSince?.getTime() ?? 0;
  return rows.sort((a, b) => rank(a) - rank(b) || since(b) - since(a)).map(present);
}

/** One signing key. Throws NotFound. */
export async function getSigningKey(ctx: Context, kid: string): Promise<SigningKeyView> {
  authorize(ctx, 'read:signing_keys');
  const [row] = await ctx.db.select().from(signingKeys).where(eq(signingKeys.kid, kid));
  if (!row) throw new NotFound('The signing key does not exist.');
  return present(row);
}
