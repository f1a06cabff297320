import { z } from 'zod';

/**
 * The `fields` and `include_fields` parameters (`reference/management-api.md` 1.6). A name may be a path with dots into
 * objects and into each element of arrays: `user_metadata.color`, `identities.connection`.
 */
export const fieldFilter = {
  fields: z
    .string()
    .max(2000)
    .regex(/^[\w.:-]+(,[\w.:-]+)*$/, 'A list of field names with commas is needed')
    .optional(),
  include_fields: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
};

/**
 * What `filterFields` may leave of an answer of this shape: any member may be missing, at any depth. For the
 * `responses` of an operation that takes `fieldFilter`.
 */
export function chosenOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return chosen(schema.unwrap()).optional();
  if (schema instanceof z.ZodNullable) return chosen(schema.unwrap()).nullable();
  if (schema instanceof z.ZodArray) return z.array(chosen(schema.element));
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(chosen));
  if (!(schema instanceof z.ZodObject)) return schema;
  const members = Object.entries(schema.shape).map(([name, member]) => [name, chosen(member).optional()]);
  const object = z.object(Object.fromEntries(members));
  return schema.def.catchall ? object.catchall(schema.def.catchall) : object;
}

/** zod types the parts of a schema as those of any of its flavours. */
const chosen = (schema: unknown): z.ZodType => chosenOf(schema as z.ZodType);

type Filter = { fields?: string | undefined; include_fields?: boolean | undefined };

/** What lies under `key` of these paths; null when nothing does, `[[]]` among them when the key itself is named. */
function below(paths: readonly string[][], key: string): string[][] | null {
  const found = paths.filter(([head]) => head === key).map(([, ...rest]) => rest);
  return found.length > 0 ? found : null;
}

function filterValue(value: unknown, paths: readonly string[][], keeps: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => filterValue(item, paths, keeps));
  // A path that leads into a value without members names nothing.
  if (typeof value !== 'object' || value === null) return keeps ? undefined : value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const rest = below(paths, key);
    if (rest === null) return keeps ? [] : [[key, item]];
    if (rest.some((path) => path.length === 0)) return keeps ? [[key, item]] : [];
    const inner = filterValue(item, rest, keeps);
    return inner === undefined ? [] : [[key, inner]];
  });
  return Object.fromEntries(entries);
}

/** Keeps (or, with `include_fields=false`, leaves out) the named fields; all of them without `fields`. */
export function filterFields<T extends object>(
  value: T,
  { fields, include_fields = true }: Filter,
): Partial<T> {
  if (fields === undefined) return value;
  const paths = fields.split(',').map((path) => path.split('.'));
  return filterValue(value, paths, include_fields) as Partial<T>;
}
