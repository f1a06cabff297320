import { authenticators } from '@/db/schema';
import type { Context } from '@/lib/context';
import { seal } from '@/lib/secrets';
import { newFactorId } from './authenticators';

/** A key as it is kept: upper case, without padding. */
export const plainSecret = (secret: string): string => secret.toUpperCase().replace(/=+$/, '');

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
  const now = ctx.now();
  await ctx.db.insert(authenticators).values(
    imported.map(({ userId, secret }) => ({
      id: newFactorId('otp'),
      userId,
      type: 'otp' as const,
      secret: seal(plainSecret(secret)),
      createdAt: now,
      confirmedAt: now,
    })),
  );
}
