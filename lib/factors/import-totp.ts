import { authenticators } from '@/db/schema';
import type { Context } from '@/lib/context';
import { seal } from '@/lib/secrets';
import { newFactorId } from './authenticators';

/** A key as it is kept: upper case, without padding. */
export const plainSecret = (secret: string): string => secret.toUpperCase().replace(/=+$/, '');

/** The row of an app whose key comes from elsewhere: as good as confirmed, since codes of it are being made already. */
export function confirmedApp(
  ctx: Context,
  { userId, secret, name }: { userId: string; secret: string; name?: string | undefined },
): typeof authenticators.$inferInsert {
  const now = ctx.now();
  return {
    id: newFactorId('otp'),
    userId,
    type: 'otp',
    name: name ?? null,
    secret: seal(plainSecret(secret)),
    createdAt: now,
    confirmedAt: now,
  };
}

/**
 * The authenticator apps of users who were just made from another system's export; they are as good as confirmed, since
 * that system has had their codes. They come without a recovery code. One statement. For imports, which have passed the
 * gate.
 */
export async function importTotp(
  ctx: Context,
  imported: readonly { userId: string; secret: string }[],
): Promise<void> {
  if (imported.length === 0) return;
  await ctx.db.insert(authenticators).values(imported.map((app) => confirmedApp(ctx, app)));
}
