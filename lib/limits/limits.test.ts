import { describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { ipKey } from './ip-key';
import { forgive, type Limit, spend } from './spend';

const database = testDatabase();
const three: Limit = { name: 'three', points: 3, windowSeconds: 60 };
const five: Limit = { name: 'five', points: 5, windowSeconds: 60 };

describe('a limit', () => {
  it('lets its number pass and no more, though all come at once', async () => {
    const ctx = database.context();
    const tries = await Promise.all(
      Array.from({ length: 10 }, () => spend(ctx, [{ limit: three, of: ['a'] }])),
    );
    expect(tries.filter((exceeded) => exceeded.length === 0)).toHaveLength(3);
  });

  it('counts each key apart and names what is exceeded', async () => {
    const ctx = database.context();
    const both = [
      { limit: three, of: ['b'] },
      { limit: five, of: ['b'] },
    ];
    for (let index = 0; index < 3; index++) expect(await spend(ctx, both)).toEqual([]);
    expect(await spend(ctx, both)).toEqual([three]);
    expect(await spend(ctx, [{ limit: three, of: ['c'] }])).toEqual([]);
  });

  it('begins again when its window is over', async () => {
    const ctx = database.context();
    const counter = { limit: three, of: ['d'] };
    for (let index = 0; index < 4; index++) await spend(ctx, [counter]);
    ctx.clock.advance(59);
    expect(await spend(ctx, [counter])).toEqual([three]);
    ctx.clock.advance(1);
    expect(await spend(ctx, [counter])).toEqual([]);
  });

  it('is one statement for any number of counters, which never wait for each other in a circle', async () => {
    const ctx = database.context();
    const counters = ['e', 'f', 'g'].map((name) => ({ limit: five, of: [name] }));
    expect(await database.queries.during(() => spend(ctx, counters))).toHaveLength(1);
    const orders = [counters, counters.toReversed()];
    await Promise.all(Array.from({ length: 40 }, (_, index) => spend(ctx, orders[index % 2] ?? [])));
  });

  it('is given back by forgive: the first key whole, the others by one', async () => {
    const ctx = database.context();
    const [name, ip] = [
      { limit: three, of: ['h'] },
      { limit: three, of: ['i'] },
    ] as const;
    for (let index = 0; index < 3; index++) await spend(ctx, [name, ip]);
    for (const statement of forgive(name, ip)) await ctx.db.execute(statement);
    expect(await spend(ctx, [name, ip])).toEqual([]);
    expect(await spend(ctx, [name, ip])).toEqual([three]);
  });

  it('keeps neither name nor address', async () => {
    await spend(database.context(), [{ limit: five, of: ['ada@example.com', '203.0.113.7'] }]);
    const rows = await database.sql`select key from rate_limits`;
    expect(JSON.stringify(rows)).not.toMatch(/ada|203\.0/);
  });
});

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
  ])('%s counts as %s', (ip, key) => {
    expect(ipKey(ip)).toBe(key);
  });
});
