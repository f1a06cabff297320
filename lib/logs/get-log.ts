import { eq } from 'drizzle-orm';
import { logs } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { presentLog } from './present-log';
import type { LogView } from './schemas';

/** One event. One statement. Throws NotFound. */
export async function getLog(ctx: Context, logId: string): Promise<LogView> {
  authorize(ctx, 'read:logs', 'read:logs_users');
  const [row] = await ctx.db.select().from(logs).where(eq(logs.logId, logId));
  if (!row) throw new NotFound('The log event does not exist.', { errorCode: 'inexistent_log' });
  return presentLog(row);
}
