import { desc, eq } from 'drizzle-orm';
import { logs } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';

export type LogView = {
  log_id: string;
  date: string;
  type: string;
  description: string | null;
  client_id: string | null;
  client_name: string | null;
  connection: string | null;
  ip: string | null;
  user_agent: string | null;
};

/** The newest events of a user, at most 50. One statement. */
export async function listUserLogs(ctx: Context, userId: string): Promise<LogView[]> {
  authorize(ctx, 'read:logs');
  const rows = await ctx.db
    .select({
      log_id: logs.logId,
      date: logs.date,
      type: logs.type,
      description: logs.description,
      client_id: logs.clientId,
      client_name: logs.clientName,
      connection: logs.connection,
      ip: logs.ip,
      user_agent: logs.userAgent,
    })
    .from(logs)
    .where(eq(logs.userId, userId))
    .orderBy(desc(logs.date), desc(logs.logId))
    .limit(50);
  return rows.map((row) => ({ ...row, date: row.date.toISOString() }));
}
