import { and, eq, notInArray } from 'drizzle-orm';
import { actionSecrets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { assertWithin } from '@/lib/rules';
import { open, seal } from '@/lib/secrets';

/** Refuses more or larger secrets than an Action may have; `property` is where the input has them. Throws Invalid. */
export function assertSecretsFit(
  given: readonly Given[],
  property = (_: Given, index: number) => `secrets.${index}.value`,
): void {
  assertWithin('ANNEX_ACTION_SECRETS', given.length, {
    property: 'secrets',
    says: (most) => `An Action may have ${most} secrets`,
  });
  for (const [index, secret] of given.entries()) {
    assertWithin('ANNEX_ACTION_SECRET_CHARS', secret.value?.length ?? 0, {
      property: property(secret, index),
      says: (most) => `The value of a secret may have ${most} characters`,
    });
  }
}

type Given = { name: string; value?: string | undefined };

/**
 * Makes the secrets of a draft those of the list: others go, one without a value stays as it is, and one that is given
 * its own value again is not touched. A new one without a value is empty until it gets one: an export of a tenant has
 * names only, and its import must not fail for that. Tells whether anything changed. Throws Invalid at a limit.
 */
export async function setDraftSecrets(
  ctx: Context,
  actionId: string,
  given: readonly Given[],
): Promise<boolean> {
  assertSecretsFit(given);
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
