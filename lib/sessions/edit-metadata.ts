import { type SQL, sql } from 'drizzle-orm';

/** Metadata of a session or a refresh token. */
export type Metadata = Record<string, string>;

/** Keys to set, and with null to remove; `evicts`: all others go. Plain JSON. */
export type MetadataEdit = { evicts: boolean; keys: Record<string, string | null> };

/** The metadata after an edit. */
export function editMetadata(before: Metadata | null | undefined, edit: MetadataEdit | undefined): Metadata {
  const { evicts, keys } = edit ?? { evicts: false, keys: {} };
  const edited = Object.entries({ ...(evicts ? {} : before), ...keys });
  return Object.fromEntries(edited.flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

/** The same of a column, on whatever it holds by the time of the write. */
export function editedMetadata(column: SQL, { evicts, keys }: MetadataEdit): SQL {
  const kept = evicts ? sql`'{}'::jsonb` : sql`coalesce(${column}, '{}'::jsonb)`;
  return sql`jsonb_strip_nulls(${kept} || ${JSON.stringify(keys)}::text::jsonb)`;
}
