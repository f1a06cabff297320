import { type Connection, connect } from './client';

type Held = { url: string; connection: Connection | null };

const slot = Symbol.for('annex.database');
const held = globalThis as { [slot]?: Held };

/** Names the database of this process. The server does so once, at start, before any request. */
export function useDatabase(url: string): void {
  held[slot] = { url, connection: null };
}

/**
 * The one pool of this process, opened on first use. It hangs on `globalThis`, because the server's bundle and Next's
 * load this module apart and must not open two.
 */
export function database(): Connection {
  const mine = held[slot];
  if (!mine) throw new Error('No database yet: start Annex through lib/server.');
  mine.connection ??= connect(mine.url);
  return mine.connection;
}

/** Waits for running statements and closes the pool. */
export async function closeDatabase(): Promise<void> {
  const connection = held[slot]?.connection;
  if (held[slot]) held[slot].connection = null;
  await connection?.close();
}
