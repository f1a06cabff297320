import { z } from 'zod';

/** The named values of the form on `/u/mfa`: one of `code` and `recoveryCode`, or `finish` once it is proven. */
export const factorForm = z.strictObject({
  state: z.string().max(200),
  code: z.string().max(32).optional(),
  recoveryCode: z.string().max(100).optional(),
  remember: z.literal('on').optional(),
  finish: z.literal('on').optional(),
});

export type FactorForm = z.infer<typeof factorForm>;

/** What there is to read before the sign-in goes on. */
export type FactorAnswer = { recoveryCode: string };

/** A long code in groups, as people read it. */
export const inGroups = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');
