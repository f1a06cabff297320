import { z } from 'zod';

const connectionId = z.string().min(1).max(128);
const noText = z.literal('').transform(() => undefined);
/** As forms send it. */
const formFlag = z.union([
  z.enum(['true', 'false']).transform((value) => value === 'true'),
  z.boolean(),
  noText,
]);

/** The fields beside the file of `POST /jobs/users-imports` (`reference/management-api.md` 6). Closed. */
export const usersImportInput = z.strictObject({
  connection_id: connectionId,
  upsert: formFlag.optional().transform((value) => value ?? false),
  external_id: z.union([noText, z.string().max(255)]).optional(),
  send_completion_email: formFlag.optional().transform((value) => value ?? true),
});

/** `email`, `user_metadata.address.city`, `identities[0].connection`. */
export const fieldPath = z
  .string()
  .max(100)
  .regex(
    /^[^.[\]]+(\.[^.[\]]+|\[\d{1,4}\])*$/,
    'A path such as email, user_metadata.plan or identities[0].provider is needed',
  );

const exportField = z.strictObject({
  name: fieldPath,
  export_as: z.string().min(1).max(100).optional(),
});

export type ExportField = z.output<typeof exportField>;

const mostCsvFields = 30;
/** What CSV has no form for. */
const wholes = new Set(['user_metadata', 'app_metadata', 'identities']);

const columnsDiffer = (fields: readonly ExportField[]) =>
  new Set(fields.map(({ name, export_as }) => export_as ?? name)).size === fields.length;

/** Body of `POST /jobs/users-exports`. Closed. `q` is our extension: the users that this search finds. */
export const usersExportInput = z
  .strictObject({
    connection_id: connectionId.optional(),
    format: z.enum(['csv', 'json']).default('csv'),
    limit: z.number().int().min(1).max(1_000_000_000).optional(),
    fields: z
      .array(exportField)
      .max(500)
      .refine(columnsDiffer, 'Two fields would have the same name')
      .optional(),
    q: z.string().max(10_000).optional(),
  })
  .superRefine(({ format, fields = [] }, check) => {
    if (format !== 'csv') return;
    const fault = (message: string, path: PropertyKey[]) =>
      check.addIssue({ code: 'custom', message, path: ['fields', ...path] });
    if (fields.length > mostCsvFields) fault(`CSV may have ${mostCsvFields} fields`, []);
    for (const [index, { name }] of fields.entries()) {
      if (wholes.has(name)) fault(`CSV cannot hold all of ${name}: name its members`, [index, 'name']);
    }
  });

/** A job as the contract shows it. */
export const jobView = z.strictObject({
  id: z.string(),
  type: z.string(),
  status: z.enum(['pending', 'completed', 'failed']),
  created_at: z.string(),
  connection_id: z.string().optional(),
  connection: z.string().optional(),
  external_id: z.string().optional(),
  format: z.string().optional(),
  limit: z.number().optional(),
  fields: z.array(exportField).optional(),
  percentage_done: z.number().optional(),
  time_left_seconds: z.number().optional(),
  /** Of an export: good for a minute, a new one with each answer. */
  location: z.string().optional(),
  summary: z
    .strictObject({ failed: z.number(), updated: z.number(), inserted: z.number(), total: z.number() })
    .optional(),
  status_details: z.string().optional(),
});

/** Why a record of an import is not here as the file has it. `row` and `line` count from 1 and are our extension. */
export const jobErrorView = z.strictObject({
  user: z.unknown(),
  errors: z.array(z.strictObject({ code: z.string(), message: z.string(), path: z.string().optional() })),
  row: z.number(),
  line: z.number(),
});

export type UsersImportInput = z.input<typeof usersImportInput>;
export type UsersExportInput = z.input<typeof usersExportInput>;
export type JobView = z.output<typeof jobView>;
export type JobErrorView = z.output<typeof jobErrorView>;
