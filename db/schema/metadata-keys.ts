import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';

/**
 * Paths of metadata that some user has, for completion in the search box. Written with the user. A row may repeat,
 * since a unique key would make writers wait for each other; one that nobody has any more stays until a rebuild.
 */
export const metadataKeys = pgTable(
  'metadata_keys',
  {
    bag: text('bag').$type<'user_metadata' | 'app_metadata' | 'identities.profileData'>().notNull(),
    /** As a query spells it, without the bag: `address.city`, `my\:key`. */
    path: text('path').notNull(),
    /** `path`, folded. */
    folded: text('folded').notNull(),
    kind: text('kind').$type<'text' | 'number' | 'boolean' | 'date' | 'object'>().notNull(),
  },
  (t) => [index('metadata_keys_path').on(t.bag, sql`${t.folded} COLLATE "C"`, t.path, t.kind)],
);
