import { z } from 'zod';

/** `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A whole number from 0, in the contract's words when it is too large. */
export const count = (maximum: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'A whole number is needed')
    .transform(Number)
    .refine((value) => value <= maximum, {
      error: (issue) => `Value ${issue.input} is greater than maximum ${maximum}`,
    });

/** Paging by number, with totals on request (`reference/management-api.md` 1.5). */
export const paging = {
  page: count(999_999_999).optional(),
  per_page: count(100).optional(),
  include_totals: flag.optional(),
};
