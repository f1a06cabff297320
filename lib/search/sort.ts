import { type Column, type SQL, sql } from 'drizzle-orm';
import { userActivity, userSearch, users } from '@/db/schema';
import { Invalid } from '@/lib/errors';
import { type Sort, type SortField, sortFields, sortInput } from './schemas';

type SortColumn = {
  /** The expression, as its index has it where there is one. */
  value: SQL;
  table: 'search' | 'users' | 'activity';
  type: 'text' | 'boolean' | 'number' | 'date';
  nullable: boolean;
};

const folded = (column: Column): SortColumn => ({
  value: sql`${column} collate "C"`,
  table: 'search',
  type: 'text',
  nullable: true,
});

const columns: Record<SortField, SortColumn> = {
  email: folded(userSearch.email),
  name: folded(userSearch.name),
  given_name: folded(userSearch.givenName),
  family_name: folded(userSearch.familyName),
  nickname: folded(userSearch.nickname),
  username: folded(userSearch.username),
  phone_number: folded(userSearch.phone),
  user_id: { value: sql`${userSearch.userId}`, table: 'search', type: 'text', nullable: false },
  created_at: { value: sql`${userSearch.createdAt}`, table: 'search', type: 'date', nullable: false },
  last_ip: {
    value: sql`${userActivity.lastIp} collate "C"`,
    table: 'activity',
    type: 'text',
    nullable: true,
  },
  logins_count: {
    value: sql`${userActivity.loginsCount}`,
    table: 'activity',
    type: 'number',
    nullable: true,
  },
  updated_at: { value: sql`${userActivity.updatedAt}`, table: 'activity', type: 'date', nullable: false },
  last_login: { value: sql`${userActivity.lastLogin}`, table: 'activity', type: 'date', nullable: true },
  email_verified: { value: sql`${users.emailVerified}`, table: 'users', type: 'boolean', nullable: true },
  phone_verified: { value: sql`${users.phoneVerified}`, table: 'users', type: 'boolean', nullable: true },
  blocked: { value: sql`${users.blocked}`, table: 'users', type: 'boolean', nullable: true },
};

/** Oldest first: pages keep their users while new ones arrive. Auth0 promises an order that repeats, and no other. */
const defaultSort: Sort = { name: 'created_at', direction: 'asc' };

/** Reads `field:1` or `field:-1`; throws Invalid with the fields that can be sorted by. */
export function parseSort(text: string | undefined): Sort {
  if (text === undefined) return defaultSort;
  const parsed = sortInput.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Invalid(
    `Query validation error: 'Not a sort: ${text.slice(0, 40)}' on property sort (one of ${sortFields.join(', ')}, then :1 or :-1).`,
    { errorCode: 'invalid_query_string', fields: { sort: 'One field and :1 or :-1' } },
  );
}

export function sortText({ name, direction }: Sort): string {
  return `${name}:${direction === 'asc' ? '1' : '-1'}`;
}

export function sortColumn(sort: Sort): SortColumn {
  return columns[sort.name];
}

/** A sort value as text that PostgreSQL gave and takes back unchanged: moments keep their microseconds. */
export function keyText(value: SQL, type: SortColumn['type']): SQL<string | null> {
  return type === 'date'
    ? sql<string | null>`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : sql<string | null>`${value}::text`;
}

/** The text of a cursor as a value of the column's type. */
export function keyValue(text: string, type: SortColumn['type']): SQL {
  switch (type) {
    case 'text':
      return sql`${text}::text`;
    case 'boolean':
      return sql`${text}::text::boolean`;
    case 'number':
      return sql`${text}::text::numeric`;
    case 'date':
      return sql`${text}::text::timestamptz`;
  }
}
