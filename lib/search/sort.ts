import { type Column, type SQL, sql } from 'drizzle-orm';
import { userActivity, userSearch, users } from '@/db/schema';
import { Invalid } from '@/lib/errors';
import { mayRead, type SearchRights } from './checked';
import { isSortField, type Sort, type SortField, sortFields } from './schemas';
import { readSortKey, sortValue } from './sort-keys';

type SortColumn = {
  /** The expression, as its index has it where there is one. */
  value: SQL;
  table: 'search' | 'users' | 'activity';
  type: 'text' | 'boolean' | 'number' | 'date';
  nullable: boolean;
  /** Whether an index has this order. */
  indexed: boolean;
};

const folded = (column: Column): SortColumn => ({
  value: sql`${column} collate "C"`,
  table: 'search',
  type: 'text',
  nullable: true,
  indexed: true,
});

const columns: Record<SortField, SortColumn> = {
  email: folded(userSearch.email),
  name: folded(userSearch.name),
  given_name: folded(userSearch.givenName),
  family_name: folded(userSearch.familyName),
  nickname: folded(userSearch.nickname),
  username: folded(userSearch.username),
  phone_number: folded(userSearch.phone),
  user_id: {
    value: sql`${userSearch.userId}`,
    table: 'search',
    type: 'text',
    nullable: false,
    indexed: true,
  },
  created_at: {
    value: sql`${userSearch.createdAt}`,
    table: 'search',
    type: 'date',
    nullable: false,
    indexed: true,
  },
  last_ip: {
    value: sql`${userActivity.lastIp} collate "C"`,
    table: 'activity',
    type: 'text',
    nullable: true,
    indexed: false,
  },
  logins_count: {
    value: sql`${userActivity.loginsCount}`,
    table: 'activity',
    type: 'number',
    nullable: true,
    indexed: true,
  },
  updated_at: {
    value: sql`${userActivity.updatedAt}`,
    table: 'activity',
    type: 'date',
    nullable: false,
    indexed: true,
  },
  last_login: {
    value: sql`${userActivity.lastLogin}`,
    table: 'activity',
    type: 'date',
    nullable: true,
    indexed: true,
  },
  email_verified: {
    value: sql`${users.emailVerified}`,
    table: 'users',
    type: 'boolean',
    nullable: true,
    indexed: false,
  },
  phone_verified: {
    value: sql`${users.phoneVerified}`,
    table: 'users',
    type: 'boolean',
    nullable: true,
    indexed: false,
  },
  blocked: { value: sql`${users.blocked}`, table: 'users', type: 'boolean', nullable: true, indexed: false },
};

/** Oldest first: pages keep their users while new ones arrive. Auth0 promises an order that repeats, and no other. */
const defaultSort: Sort = { name: 'created_at', direction: 'asc' };

/** What a caller may sort by beside the root fields. */
export type SortOptions = {
  /** Keys of metadata, with their bags; none in strict search. */
  sortKeys: readonly string[];
  rights: SearchRights;
};

function refuseSort(text: string, allowed: readonly string[]): never {
  throw new Invalid(
    `Query validation error: 'Not a sort: ${text.slice(0, 40)}' on property sort (one of ${allowed.join(', ')}, then :1 or :-1).`,
    { errorCode: 'invalid_query_string', fields: { sort: 'One field and :1 or :-1' } },
  );
}

/** Reads `field:1` or `field:-1`; throws Invalid with the fields that can be sorted by. */
export function parseSort(text: string | undefined, { sortKeys, rights }: SortOptions): Sort {
  if (text === undefined) return defaultSort;
  const declared = sortKeys.filter((key) => {
    const read = readSortKey(key);
    return read && mayRead(read.bag, rights);
  });
  const [, name = '', sign] = /^([^:]+):(-?1)$/.exec(text) ?? [];
  if (!isSortField(name) && !declared.includes(name)) refuseSort(text, [...sortFields, ...declared]);
  return { name, direction: sign === '-1' ? 'desc' : 'asc' };
}

export function sortText({ name, direction }: Sort): string {
  return `${name}:${direction === 'asc' ? '1' : '-1'}`;
}

function columnOf(name: string): SortColumn {
  if (isSortField(name)) return columns[name];
  const key = readSortKey(name);
  if (!key) throw new Error(`${name} is nothing to sort by.`);
  return { value: sortValue(key), table: 'users', type: 'text', nullable: true, indexed: true };
}

const ids = { search: userSearch.userId, users: users.userId, activity: userActivity.userId };

/** What users are ordered by. `id` is of the same table, so that its index can begin at a place in the order. */
export function sortColumn({ name }: Sort): SortColumn & { id: Column } {
  const column = columnOf(name);
  return { ...column, id: ids[column.table] };
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
