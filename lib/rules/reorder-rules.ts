import { asc, eq } from 'drizzle-orm';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { presentRule, recordRuleVersion } from './internal';
import type { VersionedRule } from './schemas';
import { changeRules } from './write';

/**
 * Puts all rules into this order at once, numbered from 1, so that no move can collide with another. Every rule must
 * be named exactly once, else Conflict: somebody added or deleted one meanwhile. Only rules that move get a version.
 */
export async function reorderRules(ctx: Context, ids: readonly string[]): Promise<VersionedRule[]> {
  authorize(ctx, 'update:rules');
  return changeRules(ctx, async (tx) => {
    const stored = await tx.db.select().from(rules).orderBy(asc(rules.order));
    const byId = new Map(stored.map((row) => [row.id, row]));
    const wanted = ids.flatMap((id) => byId.get(id) ?? []);
    if (new Set(ids).size !== stored.length || wanted.length !== stored.length) {
      throw new Conflict('The list of rules has changed; reload it and order it again.');
    }
    const now = tx.now();
    const placed = wanted.map((row, index) =>
      row.order === index + 1 ? row : { ...row, order: index + 1, version: row.version + 1, updatedAt: now },
    );
    for (const row of placed) {
      if (byId.get(row.id) === row) continue;
      await tx.db.update(rules).set(row).where(eq(rules.id, row.id));
      await recordRuleVersion(tx, row);
    }
    return placed.map(presentRule);
  });
}
