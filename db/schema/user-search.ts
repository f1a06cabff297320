import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, tsvector } from './columns';

/** What a search reads, written in the same transaction as `users`. Text is NFC and lower-cased by JavaScript. */
export const userSearch = pgTable(
  'user_search',
  {
    userId: text('user_id').primaryKey(),
    email: text('email'),
    name: text('name'),
    givenName: text('given_name'),
    familyName: text('family_name'),
    nickname: text('nickname'),
    username: text('username'),
    phone: text('phone'),
    connection: text('connection').notNull(),
    createdAt: moment('created_at').notNull(),
    /** Exact terms of booleans, identities, e-mail domain and every metadata path; see `lib/search/terms.ts`. */
    terms: tsvector('terms').notNull(),
  },
  (t) => [
    // No list of entries that wait: while PostgreSQL sorts them in one by one, a NOT finds who has what it excludes.
    index('user_search_terms').using('gin', t.terms).with({ fastupdate: false }),
    index('user_search_infix').using(
      'gin',
      sql`${t.email} gin_trgm_ops`,
      sql`${t.name} gin_trgm_ops`,
      sql`${t.nickname} gin_trgm_ops`,
    ),
    index('user_search_email').using('btree', sql`${t.email} COLLATE "C"`, t.userId),
    index('user_search_name').using('btree', sql`${t.name} COLLATE "C"`, t.userId),
    index('user_search_given_name').using('btree', sql`${t.givenName} COLLATE "C"`, t.userId),
    index('user_search_family_name').using('btree', sql`${t.familyName} COLLATE "C"`, t.userId),
    index('user_search_nickname').using('btree', sql`${t.nickname} COLLATE "C"`, t.userId),
    index('user_search_username').using('btree', sql`${t.username} COLLATE "C"`, t.userId),
    index('user_search_phone').using('btree', sql`${t.phone} COLLATE "C"`, t.userId),
    index('user_search_created_at').using('btree', t.createdAt, t.userId),
  ],
);
