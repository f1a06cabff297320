import { z } from 'zod';

const ticket = z.string().max(200);

/** The named values of the form on `/u/reset-password`. */
export const resetForm = z.strictObject({ ticket, password: z.string().max(1024) });

/** The named values of the form on `/u/email-verification`. */
export const verifyForm = z.strictObject({ ticket });

/** The named values of the form on `/u/reset-password/request`. */
export const requestForm = z.strictObject({ state: z.string().max(200), email: z.string().max(320) });

export type ResetForm = z.infer<typeof resetForm>;
export type VerifyForm = z.infer<typeof verifyForm>;
export type RequestForm = z.infer<typeof requestForm>;

/** A ticket that opens nothing (any more), and where the person may go on, if anybody said where. */
export type DeadTicket = { state: 'used' | 'expired'; goTo: string | null } | { state: 'none' };

/** What was asked for: a mail to this address, or nothing, because the sign-in is over. */
export type RequestAnswer = { sentTo: string } | { sentTo: null };
