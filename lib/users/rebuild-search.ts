import { and, eq, sql } from 'drizzle-orm';
import { metadataKeys, searchState, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { metadataKeyLexeme, searchFormat } from '@/lib/search';
import { nextSearchBatch, type SearchBatch } from './search-rows';
import { repairSearch } from './write';

/** Small, since writers of these users wait for the batch. */
const together = 200;

export type SearchRebuild = { users: number; written: number };

async function rebuildBatch(ctx: Context, after: string): Promise<SearchBatch> {
  return ctx.db.transaction(async (tx) => {
    const inside: Context = { ...ctx, db: tx };
    const batch = await nextSearchBatch(inside, { after, size: together, lock: true });
    await repairSearch(inside, batch);
    await tx.update(searchState).set({ rebuiltTo: batch.last ?? null });
    return batch;
  });
}

/** Takes back the paths of metadata that nobody has any more. */
async function forgetKeys(ctx: Context): Promise<void> {
  const paths = await ctx.db
    .selectDistinct({ bag: metadataKeys.bag, path: metadataKeys.path })
    .from(metadataKeys);
  for (const { bag, path } of paths) {
    const lexeme = metadataKeyLexeme({ bag, path });
    await ctx.db
      .delete(metadataKeys)
      .where(
        and(
          eq(metadataKeys.bag, bag),
          eq(metadataKeys.path, path),
          sql`not exists (select 1 from user_search s where s.terms @@ ${lexeme}::text::tsquery)`,
        ),
      );
  }
}

/**
 * Brings every search row to what its user is and to the form of this version, a batch at a time in the order of ids,
 * beside readers and writers. Rows that are right are not written. One that was stopped, or killed, goes on where it
 * was. Then the keys offered for completion are brought to those that users have.
 */
export async function rebuildSearch(
  ctx: Context,
  { onBatch, signal }: { onBatch: (step: SearchRebuild) => void; signal?: AbortSignal },
): Promise<SearchRebuild> {
  authorize(ctx, 'update:users');
  const done: SearchRebuild = { users: 0, written: 0 };
  const [state] = await ctx.db.select({ rebuiltTo: searchState.rebuiltTo }).from(searchState);
  for (let after: string | undefined = state?.rebuiltTo ?? ''; after !== undefined; ) {
    if (signal?.aborted) return done;
    const batch = await rebuildBatch(ctx, after);
    done.users += batch.users.length;
    done.written += batch.differences.length;
    onBatch(done);
    after = batch.last;
  }
  await forgetKeys(ctx);
  await ctx.db.update(searchState).set({ format: searchFormat });
  return done;
}

/** Notes that a tenant nobody is in has nothing to bring up to date: its rows will all be written by this version. */
export async function beginSearch(ctx: Context): Promise<void> {
  authorize(ctx, 'update:users');
  await ctx.db
    .update(searchState)
    .set({ format: searchFormat })
    .where(sql`not exists (select 1 from ${users})`);
}

/** Whether every search row has the form that this version writes; else searches may miss what it made searchable. */
export async function searchIsCurrent(ctx: Context): Promise<boolean> {
  const [state] = await ctx.db.select({ format: searchState.format }).from(searchState);
  return state?.format === searchFormat;
}
