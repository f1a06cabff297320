import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { mayRead, type SearchRights } from './checked';
import { successor } from './compile-text';
import { fold } from './fold';
import type { MetadataKey } from './metadata-keys';
import type { FieldBag } from './schemas';

/** A path under a bag as a query spells it (`address.city`), with the kinds of values that users have there. */
export type MetadataPath = { path: string; kinds: MetadataKey['kind'][] };

const offered = 50;

/**
 * Paths of metadata that users have and that begin with `prefix` (in any case), for completion: at most 50, in
 * alphabetical order. Sees every acknowledged write; a path that nobody has any more may stay until a rebuild. Empty for a
 * bag that the caller may not read. One statement, a few milliseconds however many users there are.
 */
export async function listMetadataKeys(
  ctx: Context,
  { bag, prefix = '', rights }: { bag: FieldBag; prefix?: string; rights: SearchRights },
): Promise<MetadataPath[]> {
  authorize(ctx, 'read:users');
  if (!mayRead(bag, rights)) return [];
  const from = fold(prefix);
  const after = successor(from);
  const upper = after === undefined ? sql`true` : sql`folded collate "C" < ${after}`;
  const rows = await ctx.db.execute<MetadataPath>(sql`
    select path, array_agg(distinct kind) as kinds from (
      select folded, path, kind from metadata_keys
      where bag = ${bag} and folded collate "C" >= ${from} and ${upper}
      order by folded collate "C", path limit ${20 * offered}) near
    group by folded, path order by folded collate "C", path limit ${offered}`);
  return [...rows];
}
