import { z } from 'zod';

const day = z
  .string()
  .regex(/^[12]\d{3}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/, 'A day such as 20260504 is needed');

/** First and last day, both taken in. */
export const dailyStatsInput = z.strictObject({ from: day.optional(), to: day.optional() });
export type DailyStatsInput = z.input<typeof dailyStatsInput>;

export const dailyStats = z.strictObject({
  date: z.string(),
  logins: z.number(),
  signups: z.number(),
  leaked_passwords: z.number(),
  /** When the first event of the day happened, and the last. */
  created_at: z.string(),
  updated_at: z.string(),
});
export type DailyStats = z.output<typeof dailyStats>;
