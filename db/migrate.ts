import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { ensureLogPartitions } from './log-partitions';
import { DatabaseProblem } from './problem';

const minimumMajor = 15;
const lockKey = 4_021_905_417; // any number, the same in every version of Annex

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Brings the database at `url` to the newest schema and gives `logs` its partitions for this month and the next.
 * Processes that call it together take turns. Throws DatabaseProblem when the server is too old.
 */
export async function migrate(url: string, now: Date = new Date()): Promise<void> {
  // drizzle changes the client it is given, so it has one of its own; one connection, since the lock is a session's
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: 'annex migrate' },
  });
  try {
    await assertVersion(sql);
    await sql`select pg_advisory_lock(${lockKey})`;
    await runMigrations(drizzle(sql), { migrationsFolder });
    await ensureLogPartitions(sql, now);
  } finally {
    await sql.end(); // which also gives the lock back
  }
}

async function assertVersion(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ text: string; num: number }[]>`
    select current_setting('server_version') as text, current_setting('server_version_num')::int as num`;
  if (row) assertSupported(row);
}

/** Throws DatabaseProblem for a server that is too old; `num` is PostgreSQL's `server_version_num`. */
export function assertSupported({ text, num }: { text: string; num: number }): void {
  if (num >= minimumMajor * 10_000) return;
  throw new DatabaseProblem(
    `DATABASE_URL points to PostgreSQL ${text}, and Annex needs PostgreSQL ${minimumMajor} or newer. Upgrade that server, or unset DATABASE_URL to use the embedded one.`,
  );
}
