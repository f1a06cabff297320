import { type Context, withTransaction } from '@/lib/context';
import { Conflict, NotFound } from '@/lib/errors';
import { listFactors, resetFactors } from '@/lib/factors';
import { revokeUserAccess } from '@/lib/sessions';
import { isAdmin } from '@/lib/setup';
import { createPasswordTicket } from '@/lib/tickets';
import { type BlockView, getUser, liftUserBlocks, listUserBlocks, listUsersByEmail } from '@/lib/users';
import type { AdminCommand } from './admin-options';

const linkSeconds = 3600;

/** The id of the administrator of this name. Throws NotFound, also for a user who is none, and Conflict. */
async function findAdmin(ctx: Context, name: string): Promise<string> {
  if (await isAdmin(ctx, name)) return name;
  const found = await listUsersByEmail(ctx, name.toLowerCase());
  const admins: string[] = [];
  for (const { user_id } of found) if (await isAdmin(ctx, user_id)) admins.push(user_id);
  const [id, ...more] = admins;
  if (id === undefined) {
    throw new NotFound(
      `No administrator is called ${name}. The second factor of anybody else is removed in the console, at the user.`,
    );
  }
  if (more.length === 0) return id;
  throw new Conflict(`Several administrators have this address. Name one by their id: ${admins.join(', ')}`);
}

function liftedSentence(blocks: readonly BlockView[]): string {
  const addresses = [...new Set(blocks.map(({ ip }) => ip))].join(', ');
  return `They may try passwords again, of which there were too many wrong ones from ${addresses}.`;
}

/**
 * What the operator of the machine can do for an administrator whom nobody else can let in: takes their second factors
 * away, lifts the block that too many wrong passwords brought on them, ends what they have open, since the app may be in
 * other hands, and makes a link for a new password when asked; one who is blocked stays so. All or nothing, each with
 * its audit row. Gives what was done, a sentence each.
 */
export function recoverAdmin(ctx: Context, { name, newPassword }: AdminCommand): Promise<string[]> {
  return withTransaction(ctx, async (tx) => {
    const userId = await findAdmin(tx, name);
    const factors = await listFactors(tx, userId, 'read:authentication_methods');
    await resetFactors(tx, userId, { scope: 'delete:authentication_methods' });
    const blocks = await listUserBlocks(tx, { userId });
    await liftUserBlocks(tx, { userId });
    const { user } = await getUser(tx, userId);
    await revokeUserAccess(tx, userId, {});
    const done = [
      factors.length === 0
        ? `${userId} had no second factor.`
        : `The second factors of ${userId} are removed: ${factors.map(({ type }) => type).join(', ')}.`,
      ...(blocks.length === 0 ? [] : [liftedSentence(blocks)]),
      ...(user.blocked
        ? ['They are blocked, and stay so: another administrator lifts that in the console.']
        : []),
      'Their sessions and tokens have ended. They sign in with their password, and set up a new app under /profile.',
    ];
    if (!newPassword) return done;
    const { ticket } = await createPasswordTicket(tx, { user_id: userId, ttl_sec: linkSeconds });
    return [...done, 'A new password can be chosen here, once and within an hour:', ticket];
  });
}
