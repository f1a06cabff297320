import { z } from 'zod';

/** The named values of the form on `/u/consent`; each of its buttons gives one answer. */
export const consentForm = z.strictObject({
  state: z.string().max(200),
  answer: z.enum(['accept', 'decline']),
});

export type ConsentForm = z.infer<typeof consentForm>;
