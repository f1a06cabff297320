import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneTimeLinks } from '@/db/schema';
import { defaultConnection } from '@/lib/connections';
import { asActor, type Context, withTransaction } from '@/lib/context';
import { Conflict, NotFound } from '@/lib/errors';
import { hashSecret, newSecret } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { createUser, type VersionedUser } from '@/lib/users';
import { grantAdmin, hasAdmin } from './admins';
import { firstAdminInput } from './schemas';

const linkHours = 24;

/** A new one-time link's token for making the first administrator; links made earlier stop working. */
export async function newSetupToken(ctx: Context): Promise<string> {
  const token = newSecret();
  const expiresAt = new Date(ctx.now().getTime() + linkHours * 3_600_000);
  await withTransaction(ctx, async (tx) => {
    await tx.db.delete(oneTimeLinks).where(eq(oneTimeLinks.purpose, 'setup'));
    await tx.db.insert(oneTimeLinks).values({ tokenHash: hashSecret(token), purpose: 'setup', expiresAt });
  });
  return token;
}

function open(ctx: Context, token: string) {
  return and(
    eq(oneTimeLinks.tokenHash, hashSecret(token)),
    eq(oneTimeLinks.purpose, 'setup'),
    isNull(oneTimeLinks.usedAt),
    gt(oneTimeLinks.expiresAt, ctx.now()),
  );
}

/** Whether this token may still make the first administrator. */
export async function isSetupToken(ctx: Context, token: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ purpose: oneTimeLinks.purpose })
    .from(oneTimeLinks)
    .where(open(ctx, token));
  return row !== undefined && !(await hasAdmin(ctx));
}

/** The user with every right, made only while there is no administrator: two at once make one. */
export async function createFirstAdmin(
  ctx: Context,
  input: { email: string; password: string; name?: string | undefined },
): Promise<VersionedUser> {
  const { email, password, name } = parseInput(firstAdminInput, input);
  const system = asActor(ctx, { type: 'system', reason: 'first administrator' }, 'system');
  return withTransaction(system, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.first-admin'))`);
    if (await hasAdmin(tx)) throw new Conflict('There is an administrator already. Sign in instead.');
    const made = await createUser(tx, {
      connection: defaultConnection,
      email,
      password,
      ...(name ? { name } : {}),
      email_verified: true,
    });
    await grantAdmin(tx, made.user.user_id);
    return made;
  });
}

const setupInput = z.strictObject({ token: z.string().max(200), ...firstAdminInput.shape });

/** What the set-up page does: spends the link and makes the administrator, both or neither. */
export async function completeSetup(ctx: Context, input: z.input<typeof setupInput>): Promise<VersionedUser> {
  const { token, ...person } = parseInput(setupInput, input);
  return withTransaction(ctx, async (tx) => {
    const spent = await tx.db
      .update(oneTimeLinks)
      .set({ usedAt: tx.now() })
      .where(open(tx, token))
      .returning({ purpose: oneTimeLinks.purpose });
    if (spent.length === 0) {
      throw new NotFound('This set-up link is not valid any more. Start Annex again to get a new one.');
    }
    return createFirstAdmin(tx, person);
  });
}
