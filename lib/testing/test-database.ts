import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Connection, connect, type Database } from '@/db/client';
import { managementScopes } from '@/lib/access';
import type { Actor, Context } from '@/lib/context';
import { makeQueryLog, type QueryLog } from './query-log';

/** A whole second, so that a value read back compares equal; any test may move its own clock. */
export const testStart = new Date('2026-05-04T10:00:00.000Z');

export type TestClock = { now: Date; advance(seconds: number): void };

export type TestContext = Context & { db: Database; clock: TestClock };

export type TestDatabase = {
  readonly db: Database;
  /** The driver's client of a pool of its own, not counted in `queries`. */
  readonly sql: Sql;
  readonly url: string;
  /** What went through `db` (and contexts), statement by statement. */
  readonly queries: QueryLog;
  /** A context over this database: an administrator with every scope unless told otherwise; `clock` sets its time. */
  context(actor?: Actor, overrides?: Partial<Context>): TestContext;
};

export const testAdmin: Actor = { type: 'admin', userId: 'auth0|admin', scopes: managementScopes };

function makeClock(): TestClock {
  const clock = {
    now: new Date(testStart),
    advance(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
  };
  return clock;
}

async function onServer(work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(inject('testServerUrl'), { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error('testDatabase() is ready inside tests and hooks, not before them.');
  return value;
}

/**
 * A database for this test file alone: made from the migrated template before its tests, dropped after them.
 * Call it at the top of the file (or of a describe block); use what it gives inside tests and hooks.
 */
export function testDatabase(): TestDatabase {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const queries = makeQueryLog();
  let open: { url: string; counted: Connection; plain: Connection } | undefined;

  beforeAll(async () => {
    await onServer((sql) => sql`create database ${sql(name)} template annex_template`);
    const url = new URL(inject('testServerUrl'));
    url.pathname = `/${name}`;
    open = {
      url: url.href,
      counted: connect(url.href, { max: 5, onQuery: queries.record }),
      plain: connect(url.href, { max: 2 }),
    };
  });
  afterAll(async () => {
    await Promise.all([open?.counted.close(), open?.plain.close()]);
    await onServer((sql) => sql`drop database if exists ${sql(name)} with (force)`);
  });

  return {
    get db() {
      return present(open).counted.db;
    },
    get sql() {
      return present(open).plain.sql;
    },
    get url() {
      return present(open).url;
    },
    queries,
    context: (actor = testAdmin, overrides = {}) => {
      const clock = makeClock();
      const db = present(open).counted.db;
      return { actor, cause: 'api', now: () => clock.now, requestId: 'test', clock, ...overrides, db };
    },
  };
}
