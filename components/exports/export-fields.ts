import { type ColumnId, columnKeys } from '@/components/users/columns';
import type { ExportField } from '@/lib/jobs/schemas';

/**
 * A column as a field of an export, under the column's own name; null for what an export has no path for. Of several
 * identities a file holds the first.
 */
export function exportField(id: ColumnId): ExportField | null {
  const keys = id === 'name' ? ['name'] : columnKeys(id);
  if (keys === null || keys.some((key) => /[.[\]]/.test(key) || key === '')) return null;
  const [root, ...rest] = keys;
  const name = root === 'identities' ? ['identities[0]', ...rest].join('.') : keys.join('.');
  if (name.length > 100 || id.length > 100) return null;
  return name === id ? { name } : { name, export_as: id };
}
