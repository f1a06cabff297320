import { z } from 'zod';

/** An event as the API shows it (`reference/management-api.md` 7). What is not known is left out. */
export const logView = z.strictObject({
  _id: z.string(),
  log_id: z.string(),
  date: z.string(),
  type: z.string(),
  description: z.string().nullable(),
  connection: z.string().optional(),
  connection_id: z.string().optional(),
  client_id: z.string().optional(),
  client_name: z.string().optional(),
  ip: z.string().optional(),
  hostname: z.string().optional(),
  user_id: z.string().optional(),
  user_name: z.string().optional(),
  user_agent: z.string().optional(),
  audience: z.string().optional(),
  /** Scopes with spaces between. */
  scope: z.string().optional(),
  strategy: z.string().optional(),
  strategy_type: z.string().optional(),
  isMobile: z.boolean(),
  details: z.record(z.string(), z.unknown()),
  auth0_client: z.record(z.string(), z.unknown()).optional(),
  references: z.strictObject({ correlation_id: z.string() }).optional(),
});

export type LogView = z.output<typeof logView>;

/** Every field that `q` and `search` know, all of them case-sensitive in `q`. */
export const logFields = [
  'client_id',
  'client_name',
  'connection',
  'connection_id',
  'date',
  'description',
  'hostname',
  'ip',
  'log_id',
  'organization_id',
  'strategy',
  'strategy_type',
  'type',
  'user_agent',
  'user_id',
  'user_name',
] as const;
export type LogField = (typeof logFields)[number];

/** What a value without a field is compared with in `q`. */
export const bareLogFields = [
  'client_name',
  'connection',
  'description',
  'ip',
  'log_id',
  'type',
  'user_name',
] as const satisfies readonly LogField[];

/** What a value without a field begins in `search`. */
export const searchedLogFields = [
  'client_name',
  'connection',
  'user_name',
] as const satisfies readonly LogField[];

/** Which events, and in which order; all filters hold together. */
export const logFilter = z.strictObject({
  /** The query language of `reference/user-search.md` 4 over `logFields`. */
  q: z.string().optional(),
  /** Beginnings that ignore case: of the usual fields, or `field:value` pairs. */
  search: z
    .string()
    .max(1000)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This is not text')
    .optional(),
  sort: z
    .string()
    .regex(/^(date|log_id):-?1$/, 'A sort is date:-1 (newest first) or date:1')
    .default('date:-1'),
});
export type LogFilter = z.input<typeof logFilter>;
