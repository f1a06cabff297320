import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { loggableError } from './log';

const database = testDatabase();

it('a failed statement is logged without its values (security lesson 28)', async () => {
  const failing = database.db.execute(
    sql`select ${'s3cret-value'}::text from nowhere where x = ${'hash-of-a-token'}`,
  );
  const error = await failing.then(
    () => null,
    (reason: unknown) => reason,
  );
  const logged = loggableError(error);
  expect(JSON.stringify(logged)).not.toMatch(/s3cret-value|hash-of-a-token/);
  expect(logged).toMatchObject({ cause: { message: expect.stringContaining('nowhere') } });
  expect(logged.stack).toContain('at ');
});

it('what is hung on an error stays out of the log', () => {
  const error = Object.assign(new Error('no'), { password: 'p', query: 'q', params: ['x'] });
  expect(Object.keys(loggableError(error))).toEqual(['type', 'message', 'stack']);
});
