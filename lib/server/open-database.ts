import { basename } from 'node:path';
import { closeDatabase, database, useDatabase } from '@/db/database';
import { startOrAttach } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { listenForChanges } from '@/db/notified-cache';
import type { Env } from '@/lib/env';
import { databaseProblem } from './problem';

export type OpenDatabase = {
  /** What was done, in words for the operator. */
  summary: string;
  url: string;
  close(): Promise<void>;
};

/** Starts or reaches the database, brings it to the newest schema and makes it the one of this process. */
export async function openDatabase(
  settings: Pick<Env, 'DATABASE_URL' | 'ANNEX_DATA_DIR'>,
): Promise<OpenDatabase> {
  const { DATABASE_URL, ANNEX_DATA_DIR } = settings;
  if (DATABASE_URL) {
    try {
      await adopt(DATABASE_URL);
    } catch (error) {
      await closeDatabase();
      throw databaseProblem(error, DATABASE_URL);
    }
    const { host, pathname } = new URL(DATABASE_URL);
    return { summary: `PostgreSQL at ${host}${pathname}`, url: DATABASE_URL, close: closeDatabase };
  }
  const server = await startOrAttach({ dataDir: ANNEX_DATA_DIR });
  const close = async () => {
    await closeDatabase();
    await server.stop();
  };
  try {
    await adopt(server.url);
  } catch (error) {
    await close();
    throw error;
  }
  const how = server.started ? 'started' : 'running already,';
  return { summary: `embedded PostgreSQL ${how} in ${basename(ANNEX_DATA_DIR)}`, url: server.url, close };
}

async function adopt(url: string): Promise<void> {
  await migrate(url);
  // biome-ignore lint/correctness/useHookAtTopLevel: it names the database of the process and is no React hook
  useDatabase(url);
  await listenForChanges(database().sql);
}
