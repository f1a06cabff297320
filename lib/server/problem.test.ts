import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { openDatabase } from './open-database';
import { databaseProblem, explain, portProblem, StartProblem } from './problem';

const database = testDatabase();

async function refusal(url: string): Promise<string | undefined> {
  return openDatabase({ DATABASE_URL: url, ANNEX_DATA_DIR: '/nowhere' }).then(
    () => 'it opened',
    (error: unknown) => explain(error),
  );
}

describe('a database that cannot be used', () => {
  it('is told apart by reason, with its address and without its password', async () => {
    const url = new URL(database.url);
    url.password = 'wrong-secret';
    const sentence = await refusal(url.href);
    expect(sentence).toMatch(
      /^The database at 127\.0\.0\.1:\d+\/test_\w+ cannot be used: it refuses the user name or password\. Check DATABASE_URL/,
    );
    expect(sentence).not.toContain('wrong-secret');
  });

  it('may be missing', async () => {
    const url = new URL(database.url);
    url.pathname = '/not_there';
    expect(await refusal(url.href)).toContain('it has no database of that name');
  });

  it('may not listen at all', async () => {
    expect(await refusal('postgres://u:p@127.0.0.1:1/x')).toContain('nothing listens there');
  });

  it('may not let its user make tables', async () => {
    await database.sql`create role weak login password 'weak'`;
    const url = new URL(database.url);
    [url.username, url.password, url.pathname] = ['weak', 'weak', '/postgres'];
    expect(await refusal(url.href)).toContain('this user may not make tables');
    await database.sql`drop role weak`;
  });

  it('is a bug when nobody can mend it, and keeps its stack', () => {
    const bug = new TypeError('x is not a function');
    expect(databaseProblem(bug, database.url)).toBe(bug);
    expect(explain(bug)).toBeUndefined();
  });
});

describe('a port that cannot be listened on', () => {
  it('is named, with another to try', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const error = await new Promise((resolve) => createServer().once('error', resolve).listen(port));
    expect(portProblem(error, port)).toBeInstanceOf(StartProblem);
    expect(explain(portProblem(error, port))).toContain(`Port ${port} is taken by another program`);
    holder.close();
  });
});
