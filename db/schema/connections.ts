import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { type JsonObject, moment, sealed } from './columns';

/** Members of a connection that say how it looks and for what it is meant, in the contract's spelling. */
export type ConnectionSettings = {
  display_name?: string | undefined;
  /** Absent: the name alone. */
  realms?: string[] | undefined;
  is_domain_connection?: boolean | undefined;
  show_as_button?: boolean | undefined;
  authentication?: { active: boolean } | undefined;
  connected_accounts?: { active: boolean } | undefined;
  cross_app_access_requesting_app?: { active: boolean } | undefined;
  cross_app_access_resource_app?: { status: 'enabled' | 'disabled' } | undefined;
};

/** Where users come from. Only database connections (`strategy` `auth0`) sign anybody in; others are kept. */
export const connections = pgTable(
  'connections',
  {
    name: text('name').primaryKey(),
    /** `con_` + 16 alphanumerics. */
    id: text('id').notNull(),
    strategy: text('strategy').notNull(),
    /** What of the options is no secret: those of a database connection but for `configuration`, none of others. */
    options: jsonb('options').$type<JsonObject>().notNull(),
    /** The other members of the options, as JSON. */
    sealedOptions: sealed('sealed_options'),
    settings: jsonb('settings').$type<ConnectionSettings>().notNull().default({}),
    metadata: jsonb('metadata').$type<Record<string, string>>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('connections_id').on(t.id)],
);

/** Through which connections the users of an application may sign in. Annex's own client needs no rows. */
export const connectionClients = pgTable(
  'connection_clients',
  {
    connectionId: text('connection_id').notNull(),
    clientId: text('client_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.connectionId, t.clientId] }),
    index('connection_clients_client').on(t.clientId),
  ],
);
