import { z } from 'zod';
import { Invalid } from '@/lib/errors';
import { parsePeriod } from './dates';
import type { Sort } from './schemas';
import { sortColumn, sortText } from './sort';

/** The last user a walk has given: its sort value as text (null: it has none) and its id. */
export type Position = { key: string | null; userId: string };

const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'));

const payload = z.strictObject({ s: z.string(), k: text(4096).nullable(), u: text(1024).min(1) });

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

const keyShapes = {
  text: () => true,
  boolean: (key: string) => key === 'true' || key === 'false',
  number: (key: string) => /^-?\d{1,19}$/.test(key),
  date: (key: string) => moment.test(key) && parsePeriod(`${key.slice(0, 23)}Z`) !== undefined,
};

function refuseCursor(cause?: unknown): never {
  throw new Invalid('The cursor (from) is not one that a search with this sort has given.', {
    errorCode: 'invalid_paging',
    fields: { from: 'Begin again without it, or repeat the sort it was made with' },
    cause,
  });
}

export function formatCursor(sort: Sort, { key, userId }: Position): string {
  return Buffer.from(JSON.stringify({ s: sortText(sort), k: key, u: userId })).toString('base64url');
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    refuseCursor(cause);
  }
}

/**
 * Reads a cursor. It is data and grants nothing: whoever forges one names a place in an order they may walk anyway.
 * Sort, type and size are checked again all the same; throws Invalid `invalid_paging`.
 */
export function parseCursor(cursor: string, sort: Sort): Position {
  const parsed = payload.safeParse(decode(cursor));
  if (!parsed.success || parsed.data.s !== sortText(sort)) refuseCursor();
  const { k: key, u: userId } = parsed.data;
  const { type, nullable } = sortColumn(sort);
  if (key === null ? !nullable : !keyShapes[type](key)) refuseCursor();
  return { key, userId };
}
