import { and, eq, notInArray } from 'drizzle-orm';
import { actionSecrets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { open, seal } from '@/lib/secrets';

type Given = { name: string; value?: string | undefined };

/**
 * Makes the secrets of a draft those of the list: others go, one without a value stays as it is, and one that is given
 * its own value again is not touched. A new one without a value is empty until it gets one: an export of a tenant has
 * names only, and its import must not fail for that. Tells whether anything changed.
 */
export async function setDraftSecrets(
  ctx: Context,
  actionId: string,
  given: readonly Given[],
): Promise<boolean> {
  const mine = eq(actionSecrets.ownerId, actionId);
  const stored = await ctx.db.select().from(actionSecrets).where(mine);
  const names = given.map(({ name }) => name);
  const gone = stored.filter(({ name }) => !names.includes(name));
  if (gone.length > 0) {
    await ctx.db.delete(actionSecrets).where(and(mine, notInArray(actionSecrets.name, ['', ...names])));
  }
  let changed = gone.length > 0;
  for (const { name, value } of given) {
    const present = stored.find((secret) => secret.name === name);
    if (present && (value === undefined || open(present.value) === value)) continue;
    const row = { ownerId: actionId, name, value: seal(value ?? ''), updatedAt: ctx.now() };
    await ctx.db
      .insert(actionSecrets)
      .values(row)
      .onConflictDoUpdate({ target: [actionSecrets.ownerId, actionSecrets.name], set: row });
    changed = true;
  }
  return changed;
}
