import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, sealed } from './columns';

/** RSA keys that sign tokens. `/.well-known/jwks.json` shows the public halves of all three states. */
export const signingKeys = pgTable('signing_keys', {
  kid: text('kid').primaryKey(),
  state: text('state').$type<'current' | 'next' | 'previous'>().notNull(),
  publicJwk: jsonb('public_jwk').$type<Record<string, unknown>>().notNull(),
  privateJwk: sealed('private_jwk').notNull(),
  createdAt: moment('created_at').notNull(),
});
