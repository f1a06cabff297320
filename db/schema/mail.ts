import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment, sealed } from './columns';

/** Through whom mail leaves the house. One row at most, whose slot is `tenant`. */
export const emailProvider = pgTable('email_provider', {
  slot: text('slot').$type<'tenant'>().primaryKey(),
  name: text('name').notNull(),
  enabled: boolean('enabled').notNull(),
  defaultFromAddress: text('default_from_address'),
  /** JSON of the credentials as they were given, secrets among them. */
  credentials: sealed('credentials').notNull(),
  settings: jsonb('settings').$type<JsonObject>(),
  /**
   * Whether an administrator of the console set it as it is, or has confirmed it since. Links that open an
   * administrator's account never leave through a provider that only a machine has vouched for.
   */
  confirmed: boolean('confirmed').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

/** Templates that the tenant has written; a name without a row has the built-in one. */
export const emailTemplates = pgTable('email_templates', {
  name: text('name').primaryKey(),
  body: text('body'),
  fromAddress: text('from_address'),
  subject: text('subject'),
  syntax: text('syntax').notNull(),
  resultUrl: text('result_url'),
  /** Seconds. */
  urlLifetime: integer('url_lifetime'),
  includeEmailInRedirect: boolean('include_email_in_redirect').notNull(),
  enabled: boolean('enabled').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

/** Mails that were written while there was no provider: kept 7 days, shown in the console, sent to nobody. */
export const outbox = pgTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    createdAt: moment('created_at').notNull(),
    template: text('template').notNull(),
    recipient: text('recipient').notNull(),
    sender: text('sender').notNull(),
    subject: text('subject').notNull(),
    /** JSON of `{html, text}`: it may hold a link that signs somebody in. */
    content: sealed('content').notNull(),
  },
  (t) => [index('outbox_created_at').on(t.createdAt, t.id)],
);
