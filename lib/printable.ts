import { z } from 'zod';

/** One line of text that PostgreSQL, a log and a page can hold: well-formed, to `most` characters, none of control. */
export function printable(most: number) {
  return z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'Control characters are not allowed');
}
