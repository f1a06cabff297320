import { type SQL, sql } from 'drizzle-orm';
import { logs } from '@/db/schema';
import { quoted, refuseQuery } from '@/lib/search';
import { type LogField, logFields } from './schemas';

/** Where each field of text is kept. `organization_id` is known, and no event has one. */
export const textColumns = {
  client_id: logs.clientId,
  client_name: logs.clientName,
  connection: logs.connection,
  connection_id: logs.connectionId,
  description: logs.description,
  hostname: logs.hostname,
  ip: logs.ip,
  log_id: logs.logId,
  organization_id: null,
  strategy: logs.strategy,
  strategy_type: logs.strategyType,
  type: logs.type,
  user_agent: logs.userAgent,
  user_id: logs.userId,
  user_name: logs.userName,
} as const;

/** The field of this name, from the allow-list; throws Invalid, naming the fields there are, for any other. */
export function resolveLogField(name: string, position: number): LogField {
  const field = logFields.find((known) => known === name);
  if (field) return field;
  refuseQuery(
    `There is no field ${quoted(name)} to search logs by. The fields are: ${logFields.join(', ')}.`,
    { position, found: name.slice(0, 100), expected: 'a searchable field' },
  );
}

/** A moment as PostgreSQL reads it; years that it does not know are before and after everything. */
function moment(milliseconds: number): SQL {
  const known = Math.min(Math.max(milliseconds, Date.UTC(1000, 0)), Date.UTC(9999, 11, 31));
  return sql`${new Date(known).toISOString()}::timestamptz`;
}

/** From `start` on, before `end`: a period is taken in or left out as a whole. */
export function dateWithin(start: number | undefined, end: number | undefined): SQL {
  const sides = [
    ...(start === undefined ? [] : [sql`${logs.date} >= ${moment(start)}`]),
    ...(end === undefined ? [] : [sql`${logs.date} < ${moment(end)}`]),
  ];
  return sql.join([sql`true`, ...sides], sql` and `);
}
