import { type SQL, sql } from 'drizzle-orm';
import { logs, logTermLength, logTerms } from '@/db/schema';
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

/** A condition on `logs`, and whether an index finds the rows that it holds for. */
export type LogCondition = { sql: SQL; isIndexed: boolean };

export const unindexed = (condition: SQL): LogCondition => ({ sql: condition, isIndexed: false });
export const indexed = (condition: SQL): LogCondition => ({ sql: condition, isIndexed: true });

export const everything = unindexed(sql`true`);

/** An index finds the rows of any one of them. */
export function allOf(conditions: readonly LogCondition[]): LogCondition {
  if (conditions.length === 0) return everything;
  return {
    sql: sql.join(
      conditions.map((each) => sql`(${each.sql})`),
      sql` and `,
    ),
    isIndexed: conditions.some(({ isIndexed }) => isIndexed),
  };
}

/** An index finds the rows of all of them, or it is of no use. */
export function anyOf(conditions: readonly LogCondition[]): LogCondition {
  if (conditions.length === 0) return indexed(sql`false`);
  return {
    sql: sql.join(
      conditions.map((each) => sql`(${each.sql})`),
      sql` or `,
    ),
    isIndexed: conditions.every(({ isIndexed }) => isIndexed),
  };
}

const inTerms = new Set<LogField>([
  'client_id',
  'client_name',
  'connection',
  'description',
  'ip',
  'type',
  'user_name',
]);

/**
 * Makes a condition on one of the searched fields one that the index of terms serves. `beginning` is what the value
 * begins with, in any case, or all of it. It is of no use for a value whose beginning is not known.
 */
export function byTerm(
  field: LogField,
  condition: SQL,
  { beginning, isWhole }: { beginning: string; isWhole: boolean },
): LogCondition {
  if (!inTerms.has(field) || beginning === '') return unindexed(condition);
  const escaped = sql`replace(replace(left(lower(${beginning}::text), ${sql.raw(String(logTermLength))}), '\\', '\\\\'), '''', '''''')`;
  const query = sql`('''' || ${escaped} || ${sql.raw(isWhole ? "''''" : "''':*'")})::tsquery`;
  return indexed(sql`${logTerms(logs)} @@ ${query} and ${condition}`);
}

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
