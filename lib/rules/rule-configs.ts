import { asc, eq } from 'drizzle-orm';
import { ruleConfigs } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { seal } from '@/lib/secrets';
import { assertConfigurationFits, assertWithin } from './authoring-limits';
import { announceRules } from './internal';
import { ruleConfigKey, ruleConfigValue } from './schemas';
import { changeRules } from './write';

/** The keys of `configuration`, by name. Values are write-only: no verb returns one. */
export async function listRuleConfigs(ctx: Context): Promise<{ key: string }[]> {
  authorize(ctx, 'read:rules_configs');
  return ctx.db.select({ key: ruleConfigs.key }).from(ruleConfigs).orderBy(asc(ruleConfigs.key));
}

async function assertRoom(ctx: Context): Promise<void> {
  assertWithin('ANNEX_RULES_CONFIGS', (await ctx.db.$count(ruleConfigs)) + 1, {
    property: 'key',
    says: (most) => `Rules may have ${most} configuration values`,
  });
}

/** Sets one configuration value, sealed at rest. The next sign-in sees it. Throws Invalid, also at a limit. */
export async function setRuleConfig(ctx: Context, key: string, value: string): Promise<void> {
  authorize(ctx, 'update:rules_configs');
  const name = parseInput(ruleConfigKey, key, 'path');
  const given = parseInput(ruleConfigValue, value);
  assertConfigurationFits('value', given);
  const sealedValue = seal(given);
  await changeRules(ctx, async (tx) => {
    const updatedAt = tx.now();
    const written = { key: name, value: sealedValue, updatedAt };
    const [old] = await tx.db
      .select({ key: ruleConfigs.key })
      .from(ruleConfigs)
      .where(eq(ruleConfigs.key, name));
    if (!old) await assertRoom(tx);
    await tx.db
      .insert(ruleConfigs)
      .values(written)
      .onConflictDoUpdate({ target: ruleConfigs.key, set: written });
    const shown = { key: name, value: '*****' };
    await recordChange(tx, { kind: 'rules_config', id: name, before: old ? shown : null, after: shown });
    await announceRules(tx);
  });
}

/** Removes one configuration value. Silent when there is none. */
export async function deleteRuleConfig(ctx: Context, key: string): Promise<void> {
  authorize(ctx, 'delete:rules_configs');
  await changeRules(ctx, async (tx) => {
    const [gone] = await tx.db
      .delete(ruleConfigs)
      .where(eq(ruleConfigs.key, key))
      .returning({ key: ruleConfigs.key });
    if (!gone) return;
    await recordChange(tx, { kind: 'rules_config', id: key, before: { key, value: '*****' }, after: null });
    await announceRules(tx);
  });
}
