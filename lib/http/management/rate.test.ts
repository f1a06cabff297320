import { beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

vi.stubEnv('ANNEX_API_BURST', '5');
vi.stubEnv('ANNEX_API_RATE', '2');

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const left = (headers: Headers) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`)));

describe('the rate limit of the API', () => {
  it('counts down in Auth0’s headers, refuses what is beyond, logs it once and goes on after the refill', async () => {
    const start = tenant.ctx.clock.now.getTime() / 1000;
    const answers = [];
    for (let index = 0; index < 7; index++) answers.push(await tenant.call('GET', '/rules'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(answers.map(({ headers }) => left(headers)[1])).toEqual([4, 3, 2, 1, 0, 0, 0]);
    expect(left(answers[5]?.headers ?? new Headers())).toEqual([5, 0, Math.ceil(start + 0.5)]);
    expect(answers[5]?.headers.get('retry-after')).toBe('1');
    expect(answers[5]?.body).toEqual({
      statusCode: 429,
      error: 'Too Many Requests',
      message: 'Global limit has been reached',
      errorCode: 'too_many_requests',
    });
    expect(await database.sql`select 1 from logs where type = 'api_limit'`).toHaveLength(1);
    tenant.ctx.clock.advance(1);
    expect((await tenant.call('GET', '/rules')).status).toBe(200);
  });

  it('counts each caller apart: one who calls too often keeps nobody else out', async () => {
    const own = await tenant.userToken(tenant.ada);
    const me = `/users/${encodeURIComponent(tenant.ada.user_id)}`;
    const statuses = [];
    for (let index = 0; index < 6; index++)
      statuses.push((await tenant.call('GET', me, { token: own })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    tenant.ctx.clock.advance(2);
    expect((await tenant.call('GET', '/rules')).status).toBe(200);
  });

  it('tells a caller without a good token nothing', async () => {
    const { status, headers } = await tenant.call('GET', '/rules', { token: 'a.b.c' });
    expect([status, headers.get('x-ratelimit-limit')]).toEqual([401, null]);
  });

  it('makes no statement', async () => {
    tenant.ctx.clock.advance(60);
    const statements = await database.queries.during(() => tenant.call('GET', '/rules-configs'));
    expect(statements).toHaveLength(1);
  });
});
