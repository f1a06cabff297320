import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

export const pageSizes = [25, 50, 100] as const;

/** What the address of the users list holds. `page` counts from 1; `sort` is the contract's `field:1` or `field:-1`. */
export const listParams = {
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  size: parseAsStringLiteral(pageSizes.map(String)).withDefault('50'),
  // newest first: who has just signed up is whom an administrator looks for
  sort: parseAsString.withDefault('created_at:-1'),
  /** Columns, where they are not the browser's own choice. */
  cols: parseAsArrayOf(parseAsString),
  /** The saved search that was opened. */
  saved: parseAsString.withDefault(''),
  /** Tell how the search was answered. */
  explain: parseAsBoolean.withDefault(false),
};

export type ListParams = { q: string; page: number; size: string; sort: string };

/** The list as the verb wants it asked. A page below 1 is the first. */
export function toListRequest({ q, page, size, sort }: ListParams) {
  return {
    ...(q.trim() === '' ? {} : { q }),
    ...(sort === '' ? {} : { sort }),
    page: Math.max(page, 1) - 1,
    per_page: Number(size),
    include_totals: true,
  };
}

export type SortDescriptor = { column: string; direction: 'ascending' | 'descending' };

/** `name:-1` as the table wants it; undefined when there is none. */
export function toSortDescriptor(sort: string): SortDescriptor | undefined {
  const [column, direction] = sort.split(':');
  return column ? { column, direction: direction === '-1' ? 'descending' : 'ascending' } : undefined;
}

export function fromSortDescriptor({ column, direction }: SortDescriptor): string {
  return `${column}:${direction === 'descending' ? -1 : 1}`;
}
