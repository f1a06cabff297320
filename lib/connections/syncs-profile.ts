import { eq } from 'drizzle-orm';
import { connections } from '@/db/schema';
import type { Context } from '@/lib/context';
import { wholeOptions } from './options-at-rest';

/**
 * Whether a social or enterprise connection writes the root attributes of its users anew at each sign-in, as it does
 * unless its options say otherwise. So does one that is configured here no more.
 */
export async function syncsProfile(ctx: Context, name: string): Promise<boolean> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.name, name));
  const when = row ? wholeOptions(row).set_user_root_attributes : undefined;
  return when !== 'never_on_login' && when !== 'on_first_login';
}
