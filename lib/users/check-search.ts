import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { nextSearchBatch, type SearchDifference } from './search-rows';

const together = 500;

export type SearchCheck = { users: number; differences: number };

/**
 * Compares what is searched with the users themselves, a batch at a time in the order of ids, and tells of each
 * difference. Writers go on meanwhile and cause none: each batch is one moment. Writes nothing.
 */
export async function checkSearch(
  ctx: Context,
  {
    onBatch,
    signal,
  }: {
    onBatch: (step: SearchCheck & { found: SearchDifference[] }) => void;
    signal?: AbortSignal;
  },
): Promise<SearchCheck> {
  authorize(ctx, 'read:users');
  const done: SearchCheck = { users: 0, differences: 0 };
  for (let after: string | undefined = ''; after !== undefined && !signal?.aborted; ) {
    const from: string = after;
    const batch = await ctx.db.transaction(
      (tx) => nextSearchBatch({ ...ctx, db: tx }, { after: from, size: together, lock: false }),
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
    done.users += batch.users.length;
    done.differences += batch.differences.length;
    onBatch({ ...done, found: batch.differences });
    after = batch.last;
  }
  return done;
}
