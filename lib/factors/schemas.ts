import { z } from 'zod';
import { onlyNull } from '@/lib/only';
import { printable } from '@/lib/printable';

/** What somebody calls their app. */
const factorName = printable(100).min(1);

function refusedKind(kind: unknown): string {
  if (kind === undefined) return 'Missing required property: type';
  if (kind === 'recovery-code') {
    return 'A recovery code is made by POST /users/{id}/recovery-code-regeneration, for who has an app';
  }
  const named = typeof kind === 'string' ? kind.slice(0, 100) : 'this kind';
  return `Annex has no authentication methods of the type ${named}; totp is the one that can be made`;
}

/**
 * Body of `POST /users/{id}/authentication-methods` (`reference/management-api.md` 2.9). Closed; of the contract's
 * types Annex has `totp`. The secret is Base32 of 80 bits at least, and is never shown again.
 */
export const newFactorInput = z.strictObject({
  type: z.literal('totp', { error: ({ input }) => refusedKind(input) }),
  totp_secret: z.string().regex(/^[A-Z2-7]{16,128}=*$/i, 'A secret of 16 to 128 letters of Base32 is needed'),
  name: factorName.optional(),
});

/** Body of `PUT /users/{id}/authentication-methods`: what a user is to have, and nothing beside it. */
export const factorsInput = z.array(newFactorInput).max(1, 'A user has one authenticator app at most');

/** Body of `PATCH /users/{id}/authentication-methods/{method_id}`. */
export const factorUpdate = z
  .strictObject({
    name: factorName.optional(),
    preferred_authentication_method: onlyNull(
      'methods of the type phone, which have a preferred one',
    ).optional(),
  })
  .optional();

export type NewFactorInput = z.input<typeof newFactorInput>;
export type FactorUpdate = z.input<typeof factorUpdate>;
