import { z } from 'zod';

/** The `fields` and `include_fields` parameters (`reference/management-api.md` 1.6). */
export const fieldFilter = {
  fields: z
    .string()
    .max(2000)
    .regex(/^[\w.]+(,[\w.]+)*$/, 'A list of field names with commas is needed')
    .optional(),
  include_fields: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
};

type Filter = { fields?: string | undefined; include_fields?: boolean | undefined };

/** Keeps (or, with `include_fields=false`, leaves out) the named top-level fields; all of them without `fields`. */
export function filterFields<T extends object>(
  value: T,
  { fields, include_fields = true }: Filter,
): Partial<T> {
  if (fields === undefined) return value;
  const named = new Set(fields.split(','));
  const kept = Object.entries(value).filter(([key]) => named.has(key) === include_fields);
  return Object.fromEntries(kept) as Partial<T>;
}
