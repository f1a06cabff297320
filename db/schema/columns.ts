import { customType, timestamp } from 'drizzle-orm/pg-core';

/** A moment, to the millisecond (the precision of the contract), UTC. Always written from the context's clock. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Bytes of AES-256-GCM: nonce, tag and ciphertext as `lib/secrets` makes them. Never leaves the server in clear. */
export const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' });

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
