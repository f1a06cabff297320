import { asc, eq } from 'drizzle-orm';
import { ruleConfigs, rules } from '@/db/schema';
import type { Context } from '@/lib/context';
import { open } from '@/lib/secrets';
import { type LiveRules, liveRulesCache } from './internal';

async function load(ctx: Context): Promise<LiveRules> {
  const [enabled, configs] = await Promise.all([
    ctx.db
      .select({ id: rules.id, name: rules.name, script: rules.script, version: rules.version })
      .from(rules)
      .where(eq(rules.enabled, true))
      .orderBy(asc(rules.order), asc(rules.id)),
    ctx.db.select({ key: ruleConfigs.key, value: ruleConfigs.value }).from(ruleConfigs),
  ]);
  const configuration = Object.fromEntries(configs.map(({ key, value }) => [key, open(value)]));
  return { rules: enabled, configuration };
}

/** The enabled rules in order and the configuration, from memory while nothing has changed. */
export function liveRules(ctx: Context): Promise<LiveRules> {
  return liveRulesCache.get(() => load(ctx));
}
