import { readQuery } from '@/lib/search/read-query';
import { fieldBags, rootFields, type SearchField, searchFields, sortFields } from '@/lib/search/schemas';
import type { UserView } from '@/lib/users/schemas';

/**
 * Columns of the users list, named as a query names what they show: `email`, `identities.connection`,
 * `app_metadata.plan`. The user's name is not among them: it always comes first.
 */
export type ColumnId = string;

export const defaultColumns: readonly ColumnId[] = [
  'email',
  'identities.connection',
  'last_login',
  'logins_count',
  'created_at',
];
export const mostColumns = 20;

/** What a list cannot show: `email.domain` is a part of another column, organizations do not exist yet. */
const notShown = new Set<string>(['name', 'email.domain', 'organization_id', 'roles']);

/** Fields of all users that can be columns. */
export const rootColumns: readonly SearchField[] = searchFields.filter(({ name }) => !notShown.has(name));

const bagOf = (id: ColumnId) => fieldBags.find((bag) => id.startsWith(`${bag}.`));

/** The keys that lead to the column's value, or null for what can be no column. */
export function columnKeys(id: ColumnId): string[] | null {
  if (rootColumns.some(({ name }) => name === id)) return id.split('.');
  if (!bagOf(id)) return null;
  const read = readQuery(`_exists_:${id}`);
  return read.ok && read.tree.kind === 'exists' ? read.tree.field.keys : null;
}

export function columnLabel(id: ColumnId): string {
  const field = Object.hasOwn(rootFields, id) ? rootFields[id as keyof typeof rootFields] : undefined;
  return field?.label ?? id;
}

export function isSortable(id: ColumnId): boolean {
  return (sortFields as readonly string[]).includes(id);
}

export function isMoment(id: ColumnId): boolean {
  return rootColumns.some(({ name, type }) => name === id && type === 'date');
}

/** The columns as they can be shown: each once, none unknown, not too many. */
export function knownColumns(ids: readonly ColumnId[]): ColumnId[] {
  return [...new Set(ids)].filter((id) => columnKeys(id) !== null).slice(0, mostColumns);
}

/** The columns with this one moved by so many places, as far as there is room. */
export function moveColumn(ids: readonly ColumnId[], id: ColumnId, by: number): ColumnId[] {
  const at = ids.indexOf(id);
  if (at === -1) return [...ids];
  const rest = ids.filter((each) => each !== id);
  return rest.toSpliced(Math.min(Math.max(at + by, 0), rest.length), 0, id);
}

function step(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => step(item, key));
  const has = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return has ? [(value as Record<string, unknown>)[key]] : [];
}

/** What a user has there; as a search sees it, so that arrays give what is in all of their items. */
export function valuesAt(user: UserView, keys: readonly string[]): unknown[] {
  const found = keys.reduce<unknown[]>((values, key) => values.flatMap((value) => step(value, key)), [user]);
  return found.flat(Number.POSITIVE_INFINITY).filter((value) => value !== null);
}

/** A value in a cell. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return JSON.stringify(value);
}
