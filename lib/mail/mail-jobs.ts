import { z } from 'zod';
import type { Context } from '@/lib/context';
import { defineJob, enqueue, type StoredJob } from '@/lib/queue';

/** A server that does not answer is tried for about three quarters of an hour, at most once a minute. */
const patience = { atOnce: 4, maxAttempts: 50 };

/** Who asked: shown in the log beside what became of the mail. */
const asked = {
  client_id: z.string().optional(),
  language: z.string().optional(),
  ip: z.string().optional(),
  user_agent: z.string().optional(),
};

/** Asks a user to prove their address. `sign_up`: the user is new, and is welcomed where nobody asks for proof. */
export const verificationEmail = defineJob({
  kind: 'verification_email',
  schema: z.strictObject({ user_id: z.string(), sign_up: z.boolean().optional(), ...asked }),
  ...patience,
});

/** Sends the way to a new password to whoever has this address in the connection, if anybody has. */
export const passwordEmail = defineJob({
  kind: 'password_email',
  schema: z.strictObject({ connection: z.string(), email: z.string(), ...asked }),
  ...patience,
});

/** A mail without a question. */
export const noticeEmail = defineJob({
  kind: 'notice_email',
  schema: z.strictObject({ user_id: z.string(), template: z.literal('welcome_email'), ...asked }),
  ...patience,
});

/** Tells an administrator how an import has ended. */
export const importEmail = defineJob({
  kind: 'import_email',
  schema: z.strictObject({ user_id: z.string(), job_id: z.string() }),
  ...patience,
});

/** For whom a mail is asked. */
export type MailRequest = { clientId?: string | undefined; language?: string | undefined };

function askedIn(ctx: Context, { clientId, language }: MailRequest) {
  return {
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(language === undefined ? {} : { language }),
    ...(ctx.ip === undefined ? {} : { ip: ctx.ip }),
    ...(ctx.userAgent === undefined ? {} : { user_agent: ctx.userAgent }),
  };
}

/**
 * Has a verification mail sent, if the caller's transaction commits; after a sign-up for the application where that
 * was. The caller has checked that the actor may.
 */
export function queueVerification(
  ctx: Context,
  userId: string,
  request: MailRequest = {},
): Promise<StoredJob> {
  const isSignUp = ctx.cause === 'signup';
  const clientId = request.clientId ?? (isSignUp ? ctx.caller?.clientId : undefined);
  const signUp = isSignUp ? { sign_up: true } : {};
  return enqueue(ctx, verificationEmail, {
    user_id: userId,
    ...signUp,
    ...askedIn(ctx, { ...request, clientId }),
  });
}

/** Has the way to a new password sent; nothing is looked up here, so known and unknown addresses take the same time. */
export function queuePasswordEmail(
  ctx: Context,
  who: { connection: string; email: string },
  request: MailRequest = {},
): Promise<StoredJob> {
  return enqueue(ctx, passwordEmail, { ...who, ...askedIn(ctx, request) });
}

/** Has a new user welcomed, where the tenant has switched that on. */
export function queueWelcome(ctx: Context, userId: string, request: MailRequest = {}): Promise<StoredJob> {
  return enqueue(ctx, noticeEmail, { user_id: userId, template: 'welcome_email', ...askedIn(ctx, request) });
}

/**
 * Tells each of these administrators how an import has ended, if the caller's transaction commits, which is the one
 * that ends it: so each hears of it once, whatever becomes of processes. A job each, so that one mailbox that takes no
 * mail has nobody written to twice.
 */
export async function queueImportEmails(
  ctx: Context,
  jobId: string,
  adminIds: readonly string[],
): Promise<void> {
  for (const userId of adminIds) await enqueue(ctx, importEmail, { user_id: userId, job_id: jobId });
}
