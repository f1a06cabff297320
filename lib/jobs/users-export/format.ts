import type { UserView } from '@/lib/users';
import type { ExportField } from '../schemas';

/** How users become the lines of a file. */
export type Formatter = { head: string; line: (user: UserView) => string };

type Column = { title: string; keys: string[]; isMoment: boolean };

/** What CSV holds when nobody says; Auth0's own list is not published. */
const defaultCsvFields: readonly ExportField[] = [
  ...[
    'user_id',
    'email',
    'email_verified',
    'username',
    'phone_number',
    'phone_verified',
    'name',
    'given_name',
    'family_name',
    'nickname',
    'picture',
    'blocked',
  ].map((name) => ({ name })),
  { name: 'identities[0].connection', export_as: 'connection' },
  ...['created_at', 'updated_at', 'last_login', 'logins_count'].map((name) => ({ name })),
];

const moments = new Set(['created_at', 'updated_at', 'last_login', 'last_password_reset']);

function columnOf({ name, export_as }: ExportField): Column {
  const keys = [...name.matchAll(/[^.[\]]+/g)].map(([key]) => key);
  return { title: export_as ?? name, keys, isMoment: moments.has(name) };
}

function valueAt(user: UserView, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    const has = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return has ? (value as Record<string, unknown>)[key] : undefined;
  }, user);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/**
 * As Auth0 writes it: each text with a single quote in front, so that no spreadsheet takes it for a formula (OWASP,
 * CSV injection); moments of our own, numbers and booleans as they are.
 */
function cell(value: unknown, isMoment: boolean): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return isMoment ? text : quoted(`'${text}`);
}

/** Titles are the caller's own words; one that a spreadsheet would take for a formula is disarmed all the same. */
const titleCell = (title: string) => quoted(/^[=+\-@\t\r]/.test(title) ? `'${title}` : title);

function csv(columns: readonly Column[]): Formatter {
  return {
    head: `${columns.map(({ title }) => titleCell(title)).join(',')}\r\n`,
    line: (user) =>
      `${columns.map(({ keys, isMoment }) => cell(valueAt(user, keys), isMoment)).join(',')}\r\n`,
  };
}

function json(columns: readonly Column[] | undefined): Formatter {
  if (!columns) return { head: '', line: (user) => `${JSON.stringify(user)}\n` };
  return {
    head: '',
    line: (user) => {
      const members = columns.map(({ title, keys }) => [title, valueAt(user, keys)] as const);
      return `${JSON.stringify(Object.fromEntries(members))}\n`;
    },
  };
}

/** `json` is one object a line (`reference/management-api.md` 6); a field that a user has not is left out of it. */
export function makeFormatter(format: 'csv' | 'json', fields: readonly ExportField[] | undefined): Formatter {
  const given = fields && fields.length > 0 ? fields : undefined;
  if (format === 'csv') return csv((given ?? defaultCsvFields).map(columnOf));
  return json(given?.map(columnOf));
}
