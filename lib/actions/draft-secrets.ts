import { and, eq, notInArray } from 'drizzle-orm';
import { actionSecrets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { open, seal } from '@/lib/secrets';

type Given = { name: string; value?: string | undefined };

function valueMissing(name: string): Invalid {
  return new Invalid(
    `Payload validation error: 'Missing required property: value' on property secrets.${name}.`,
    {
      errorCode: 'invalid_body',
      fields: { [`secrets.${name}`]: 'A new secret needs a value.' },
    },
  );
}

/**
 * Makes the secrets of a draft those of the list: others go, one without a value stays as it is, and one that is given
 * its own value again is not touched. Tells whether anything changed.
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
    if (value === undefined && !present) throw valueMissing(name);
    if (value === undefined || (present && open(present.value) === value)) continue;
    const row = { ownerId: actionId, name, value: seal(value), updatedAt: ctx.now() };
    await ctx.db
      .insert(actionSecrets)
      .values(row)
      .onConflictDoUpdate({ target: [actionSecrets.ownerId, actionSecrets.name], set: row });
    changed = true;
  }
  return changed;
}
