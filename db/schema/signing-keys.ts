import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, sealed } from './columns';

/**
 * RSA keys that sign tokens. `/.well-known/jwks.json` shows the public halves of all but the revoked. One is `current`
 * and one `next`; a key that signed before is `previous` until it is revoked or nothing that it signed can be alive.
 */
export const signingKeys = pgTable('signing_keys', {
  kid: text('kid').primaryKey(),
  state: text('state').$type<'current' | 'next' | 'previous' | 'revoked'>().notNull(),
  publicJwk: jsonb('public_jwk').$type<Record<string, unknown>>().notNull(),
  privateJwk: sealed('private_jwk').notNull(),
  /** Self-signed, of the public half; PEM. Null on a key of an older Annex until its next start. */
  certificate: text('certificate'),
  /** The same as a PKCS #7 that holds nothing but the certificate. */
  pkcs7: text('pkcs7'),
  createdAt: moment('created_at').notNull(),
  /** When it became the signing key, and when it ceased to be. */
  currentSince: moment('current_since'),
  currentUntil: moment('current_until'),
  revokedAt: moment('revoked_at'),
});
