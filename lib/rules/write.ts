import { type Context, withTransaction } from '@/lib/context';
import { lockRules } from './internal';

/** How every change to rules runs: one writer at a time, in a transaction, and the next sign-in reads the result. */
export function changeRules<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return withTransaction(ctx, async (tx) => {
    await lockRules(tx);
    return work(tx);
  });
}
