import { z } from 'zod';
import { emailAddress } from '@/lib/users/schemas';

/** Where a person goes afterwards: an absolute address whose scheme cannot run script. */
const resultUrl = z
  .string()
  .max(2048)
  .refine((value) => {
    const url = URL.parse(value);
    return url !== null && !/^(javascript|data|vbscript|file|blob):$/.test(url.protocol);
  }, 'An address such as https://app.example.com/done is needed');

const identity = z.strictObject({
  user_id: z.string().min(1).max(255),
  provider: z.string().min(1).max(100),
  connection_id: z.string().max(100).optional(),
});

const common = {
  result_url: resultUrl.optional(),
  client_id: z.string().max(128).optional(),
  /** Seconds; 0 is the default of five days. */
  ttl_sec: z.number().int().min(0).max(7_776_000).optional(),
  includeEmailInRedirect: z.boolean().optional(),
  identity: identity.optional(),
};

/** Body of `POST /tickets/password-change` (`reference/management-api.md` 8.3). Closed. */
export const passwordTicketInput = z.strictObject({
  user_id: z.string().min(1).max(512).optional(),
  connection_id: z.string().min(1).max(100).optional(),
  email: emailAddress.optional(),
  mark_email_as_verified: z.boolean().optional(),
  ...common,
});

/** Body of `POST /tickets/email-verification`. Closed. */
export const verificationTicketInput = z.strictObject({
  user_id: z.string().min(1).max(512),
  ...common,
});

export const ticketView = z.strictObject({ ticket: z.url() });

/** Body of `POST /jobs/verification-email` (6). Closed. */
export const verificationEmailInput = z.strictObject({
  user_id: z.string().min(1).max(512),
  client_id: z.string().max(128).optional(),
  identity: identity.optional(),
});

export type PasswordTicketInput = z.input<typeof passwordTicketInput>;
export type VerificationTicketInput = z.input<typeof verificationTicketInput>;
export type VerificationEmailInput = z.input<typeof verificationEmailInput>;
export type TicketView = z.infer<typeof ticketView>;
export type IdentityInput = z.infer<typeof identity>;
