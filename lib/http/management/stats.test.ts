import { beforeAll, describe, expect, it } from 'vitest';
import { logEvent } from '@/lib/logs';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await database.sql`delete from logs`;
});

const at = (time: string, type: string) => logEvent({ ...tenant.ctx, now: () => new Date(time) }, { type });
const daily = async (query = '') => (await tenant.call('GET', `/stats/daily${query}`)).body;

describe('GET /stats/daily', () => {
  it('counts logins and sign-ups by day of UTC, and leaves days without any out', async () => {
    await at('2026-04-01T00:00:00.000Z', 's');
    await at('2026-04-01T23:59:59.999Z', 'ss');
    await at('2026-04-01T12:00:00.000Z', 'sepft');
    await at('2026-04-01T12:00:00.000Z', 'seacft');
    await at('2026-04-02T12:00:00.000Z', 'f');
    await at('2026-04-03T08:00:00.000Z', 'ss');
    await at('2026-04-03T09:00:00.000Z', 'signup_pwd_leak');
    const first = {
      date: '2026-04-01T00:00:00.000Z',
      logins: 2,
      signups: 1,
      leaked_passwords: 0,
      created_at: '2026-04-01T00:00:00.000Z',
      updated_at: '2026-04-01T23:59:59.999Z',
    };
    const third = {
      date: '2026-04-03T00:00:00.000Z',
      logins: 0,
      signups: 1,
      leaked_passwords: 1,
      created_at: '2026-04-03T08:00:00.000Z',
      updated_at: '2026-04-03T09:00:00.000Z',
    };
    expect(await daily('?from=20260401&to=20260403')).toEqual([first, third]);
    expect(await daily('?from=20260402&to=20260403')).toEqual([third]);
    expect(await daily('?from=20260401&to=20260402')).toEqual([first]);
    expect(await daily('?from=20260402&to=20260402')).toEqual([]);
    expect(await daily('?to=20260403')).toEqual([first, third]);
    // From 30 days before testStart, the 4th of May.
    expect(await daily()).toEqual([]);
    await at('2026-04-04T00:00:00.000Z', 's');
    expect(await daily()).toHaveLength(1);
  });

  it.each([
    ['?from=2026-04-01', "'A day such as 20260504 is needed' on property from"],
    ['?from=20260230', "'No calendar has this day' on property from"],
    ['?to=00000101', "'A day such as 20260504 is needed' on property to"],
    ['?from=20260402&to=20260401', "'It is after to' on property from"],
    ['?day=1', "'Additional properties not allowed: day'"],
  ])('refuses %s', async (query, fault) => {
    const { status, body } = await tenant.call('GET', `/stats/daily${query}`);
    expect([status, body.message]).toEqual([400, `Query validation error: ${fault}.`]);
  });

  it('takes one statement', async () => {
    const statements = await database.queries.during(() => daily('?from=20260101'));
    expect(statements).toHaveLength(1);
  });
});

describe('GET /stats/active-users', () => {
  it('is a bare number: who signed in within 30 days, each once', async () => {
    const active = async () => (await tenant.call('GET', '/stats/active-users')).body;
    expect(await active()).toBe(0);
    await tenant.browser().logIn();
    await tenant.browser().logIn();
    expect(await active()).toBe(1);
    const { body } = await tenant.call('GET', `/users/${encodeURIComponent(tenant.ada.user_id)}`);
    expect(body.logins_count).toBe(2);
    tenant.ctx.clock.advance(29 * 86_400);
    const token = await tenant.machineToken();
    expect((await tenant.call('GET', '/stats/active-users', { token })).body).toBe(1);
    tenant.ctx.clock.advance(86_400);
    const later = await tenant.machineToken();
    expect((await tenant.call('GET', '/stats/active-users', { token: later })).body).toBe(0);
  });
});

it.each(['/stats/daily', '/stats/active-users'])('%s is open to read:stats alone', async (path) => {
  expect((await tenant.call('GET', path, { token: '' })).status).toBe(401);
  const other = await tenant.machineToken('read:logs');
  const refused = await tenant.call('GET', path, { token: other });
  expect([refused.status, refused.body.message]).toEqual([
    403,
    'Insufficient scope, expected any of: read:stats',
  ]);
});
