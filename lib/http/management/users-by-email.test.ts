import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureConnection } from '@/lib/connections';
import { testDatabase } from '@/lib/testing';
import { usersByEmailQuery } from '@/lib/users/list-users-by-email';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await ensureConnection(tenant.ctx, 'Staff');
});

const find = (email: string, rest = '', token?: string) =>
  tenant.call('GET', `/users-by-email?email=${encodeURIComponent(email)}${rest}`, { token });

describe('GET /users-by-email', () => {
  it('answers every user with the address, across connections, in one statement', async () => {
    const one = await tenant.makeUser({ email: 'two@example.com' });
    tenant.ctx.clock.advance(1);
    const other = await tenant.makeUser({ email: 'two@example.com', connection: 'Staff' });
    const { status, body } = await find('two@example.com');
    expect([status, body]).toEqual([200, [one, other]]);
    expect(await database.queries.during(() => find('two@example.com'))).toHaveLength(1);
  });

  it('compares to the letter, and answers an empty array for nobody', async () => {
    await tenant.makeUser({ email: 'exact@example.com' });
    for (const email of ['EXACT@example.com', 'exact@example.co', 'exact', "' or 1=1 --", 'no@example.com']) {
      expect((await find(email)).body).toEqual([]);
    }
  });

  it('finds an address that is stored in upper case by its own letters only', async () => {
    const { user_id } = await tenant.makeUser({ email: 'upper@example.com' });
    await database.sql`update users set email = 'Upper@Example.com' where user_id = ${user_id}`;
    expect((await find('Upper@Example.com')).body).toMatchObject([{ user_id }]);
    expect((await find('upper@example.com')).body).toEqual([]);
  });

  it('sees the last write: a new address at once, an old one no more', async () => {
    const { user_id } = await tenant.makeUser({ email: 'before@example.com' });
    await tenant.call('PATCH', userPath(user_id), { body: { email: 'after@example.com' } });
    expect((await find('after@example.com')).body).toMatchObject([{ user_id }]);
    expect((await find('before@example.com')).body).toEqual([]);
  });

  it('keeps or leaves out fields', async () => {
    const { user_id } = await tenant.makeUser({ email: 'fields@example.com' });
    expect((await find('fields@example.com', '&fields=user_id')).body).toEqual([{ user_id }]);
    const [rest] = (await find('fields@example.com', '&fields=user_id,identities&include_fields=false')).body;
    expect(Object.keys(rest)).not.toContain('user_id');
  });

  it('is asked of an index', async () => {
    const explained = await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute(sql`explain ${usersByEmailQuery(tenant.ctx, 'ada@example.com').getSQL()}`);
    });
    expect(JSON.stringify(explained)).toContain('user_search_email');
  });

  it('takes the scope read:users, and one address', async () => {
    expect((await find('ada@example.com', '', '')).status).toBe(401);
    for (const token of [
      await tenant.machineToken('update:users', 'create:users'),
      await tenant.userToken(tenant.ada),
    ])
      expect((await find('ada@example.com', '', token)).status).toBe(403);
    expect((await find('ada@example.com', '', await tenant.machineToken('read:users'))).status).toBe(200);
    for (const query of [
      '',
      '?email=',
      '?email=a%00b',
      '?email=a&email=b',
      '?email=a&q=b',
      '?email=a&page=0',
    ])
      expect([query, (await tenant.call('GET', `/users-by-email${query}`)).status]).toEqual([query, 400]);
  });
});
