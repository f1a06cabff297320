import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Counters in the shape that rate-limiter-flexible asks for; `expire` is epoch milliseconds. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull(),
  expire: bigint('expire', { mode: 'number' }),
});
