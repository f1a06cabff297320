import { z } from 'zod';

/** A signing key as the contract shows it (`reference/management-api.md` 8.3). Flags that are not true are left out. */
export const signingKeyView = z.strictObject({
  kid: z.string(),
  cert: z.string(),
  pkcs7: z.string(),
  current: z.boolean().optional(),
  next: z.boolean().optional(),
  previous: z.boolean().optional(),
  current_since: z.string().optional(),
  current_until: z.string().optional(),
  /** SHA-1 of the certificate, in pairs of digits and in one piece. */
  fingerprint: z.string(),
  thumbprint: z.string(),
  revoked: z.boolean().optional(),
  revoked_at: z.string().optional(),
});

export const certifiedKey = z.strictObject({ kid: z.string(), cert: z.string() });

export type SigningKeyView = z.infer<typeof signingKeyView>;
export type CertifiedKey = z.infer<typeof certifiedKey>;
