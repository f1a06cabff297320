import { z } from 'zod';
import { Invalid } from '@/lib/errors';
import type { Part, Slice } from '@/lib/paging';
import { count, paging } from './query';

/** `from` and `take`: paging by checkpoint (`reference/management-api.md` 1.5). `from` is opaque to callers. */
export const checkpoint = {
  from: z.string().min(1).max(1000).optional(),
  take: count(100)
    .refine((value) => value > 0, 'Value 0 is less than minimum 1')
    .optional(),
};

/** For lists that have checkpoints only: the SDK asks for totals there too, and gets none. */
export const checkpointOnly = { ...checkpoint, include_totals: paging.include_totals };

/** All three ways to page, for lists that have checkpoints. */
export const anyPaging = { ...paging, ...checkpoint };

type Query = {
  page?: number | undefined;
  per_page?: number | undefined;
  include_totals?: boolean | undefined;
  from?: string | undefined;
  take?: number | undefined;
};

/** What a list may answer: the bare array, the totals object, and the checkpoint object where it has one. */
export function listSchemas<T extends z.ZodType>(key: string, item: T, options: { checkpoint?: true } = {}) {
  const items = z.array(item);
  const totals = z.strictObject({ start: z.number(), limit: z.number(), total: z.number(), [key]: items });
  const byCheckpoint = z.strictObject({ [key]: items, next: z.string().optional() });
  return options.checkpoint ? z.union([items, totals, byCheckpoint]) : z.union([items, totals]);
}

const encode = (id: string) => Buffer.from(id).toString('base64url');

/** A cursor is data: whatever it holds is compared with ids and nothing else. */
function decode(from: string): string {
  const id = Buffer.from(from, 'base64url').toString();
  if (/^[\w-]+$/.test(from) && id !== '' && !/[\p{Cc}\ufffd]/u.test(id)) return id;
  throw new Invalid("Query validation error: 'Not a checkpoint of this list' on property from.", {
    errorCode: 'invalid_query_string',
  });
}

type List<T> = {
  /** Name of the items in the answer: `clients`, `roles` … */
  key: string;
  /** Items a page when the query does not say. */
  perPage?: number;
  load: (slice: Slice) => Promise<Part<T>>;
  /** The id by which checkpoints go on; a list without checkpoints has none. */
  idOf?: (item: T) => string;
  /** The last look of an item, such as a field filter. */
  show?: (item: T) => unknown;
};

/**
 * The body of a list in the form that the query asks for (1.5): an array, an object with totals, or, with `from` or
 * `take`, `{items, next?}`, which wins over `include_totals`.
 */
export async function listBody<T>(query: Query, list: List<T>): Promise<unknown> {
  const { key, load, idOf, perPage = 50, show = (item: T) => item } = list;
  if (idOf && (query.from !== undefined || query.take !== undefined)) {
    const limit = query.take ?? 50;
    const after = query.from === undefined ? null : decode(query.from);
    const { items } = await load({ by: 'id', after, limit: limit + 1 });
    const shown = items.slice(0, limit);
    const last = items.length > limit ? shown.at(-1) : undefined;
    return { [key]: shown.map(show), ...(last === undefined ? {} : { next: encode(idOf(last)) }) };
  }
  const limit = query.per_page ?? perPage;
  const offset = (query.page ?? 0) * limit;
  const withTotal = query.include_totals ?? false;
  const { items, total } = await load({ by: 'number', offset, limit, withTotal });
  return withTotal ? { start: offset, limit, total, [key]: items.map(show) } : items.map(show);
}
