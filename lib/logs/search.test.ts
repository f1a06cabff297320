import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, testStart } from '@/lib/testing';
import { type LogFilter, type LogView, listLogs, logEvent } from '.';
import { matchesQuery, matchesSearch } from './oracle.fixture';
import { bareLogFields, type LogField, logFields } from './schemas';

const database = testDatabase();

const words = [
  'Shop',
  'shop',
  'Shop SPA',
  'SHOP',
  'a%b',
  'a_b',
  'a\\b',
  "o'brien",
  'ada',
  'Ada',
  'zoë',
  '*',
  'x:y',
];
const types = ['s', 'f', 'fp', 'sapi', 'seacft', 'ssa'];
const day = 86_400_000;

/** Five hundred events of four months, many alike, made by a small generator that repeats. */
async function seed(): Promise<LogView[]> {
  let state = 42;
  const pick = <T>(from: readonly T[]): T | null => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return from[Math.floor((state / 2_147_483_648) * (from.length + 1))] ?? null;
  };
  for (let index = 0; index < 500; index++) {
    const at = new Date(testStart.getTime() + (index - 400) * (day / 4));
    const ctx = database.context(undefined, {
      now: () => at,
      ip: pick(['192.0.2.1', '192.0.2.10', '2001:db8::1']) ?? undefined,
      userAgent: pick(words) ?? undefined,
    });
    await logEvent(ctx, {
      type: pick(types) ?? 's',
      description: pick(words),
      clientId: pick(['c1', 'c10', 'C1']),
      clientName: pick(words),
      connection: pick(words),
      connectionId: pick(['con_1', 'con_2']),
      strategy: pick(['auth0', 'samlp', 'google-oauth2']),
      userId: pick(['auth0|1', 'auth0|10', 'AUTH0|1']),
      userName: pick(words),
    });
  }
  const { items } = await listLogs(database.context(), { sort: 'date:1' }, page(0, 1000));
  return items;
}

const page = (offset: number, limit: number) => ({ by: 'number', offset, limit, withTotal: false }) as const;
const ids = (items: readonly LogView[]) => items.map((item) => item.log_id);

let all: LogView[];
beforeAll(async () => {
  all = await seed();
});

const newestFirst = (items: LogView[]) =>
  items.toSorted(
    (a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1) || (a.log_id < b.log_id ? 1 : -1),
  );

const value = fc.oneof(
  fc.constantFrom(...words, ...types, '192.0.2.1', 'c1', 'auth0|1', 'con_1', 'samlp', 'localhost:3000'),
  fc.string({ maxLength: 6 }).filter((text) => text.isWellFormed() && !text.includes('\0')),
);
const quotedText = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const bare = (text: string) => text.replace(/[^A-Za-z0-9]/g, '\\$&');
const dates = fc.integer({ min: -110, max: 40 }).chain((offset) =>
  fc.constantFrom(4, 7, 10, 24).map((length) => {
    return new Date(testStart.getTime() + offset * day).toISOString().slice(0, length);
  }),
);
const textField = fc.constantFrom(...logFields.filter((field) => field !== 'date'));
const open = fc.constantFrom('[', '{');
const close = fc.constantFrom(']', '}');
const range = (bound: fc.Arbitrary<string>) =>
  fc
    .tuple(
      open,
      fc.oneof(bound.map(quotedText), fc.constant('*')),
      fc.oneof(bound.map(quotedText), fc.constant('*')),
      close,
    )
    .map(([from, lower, upper, to]) => `${from}${lower} TO ${upper}${to}`);

const clause = fc.oneof(
  fc.tuple(textField, value).map(([field, text]) => `${field}:${quotedText(text)}`),
  fc.tuple(textField, value).map(([field, text]) => `${field}:${bare(text)}*`),
  fc
    .tuple(textField, fc.constantFrom('hop', 'Shop', '192', 'uth0', 'con_'))
    .map(([field, text]) => `${field}:*${bare(text)}*`),
  fc.tuple(textField, range(value)).map(([field, text]) => `${field}:${text}`),
  dates.map((text) => `date:${quotedText(text)}`),
  range(dates).map((text) => `date:${text}`),
  fc.constantFrom(...logFields).map((field) => `_exists_:${field}`),
  value.map(quotedText),
  fc.constantFrom('Shop*', 's*', '192.0.2.1*'),
);
const query: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    clause,
    clause.map((text) => `NOT ${text}`),
    fc
      .tuple(tie('tree'), fc.constantFrom('AND', 'OR'), tie('tree'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('tree').map((text) => `NOT (${text})`),
  ),
})).tree;

describe('q', () => {
  it('finds what a plain reading of the events finds, in order, page by page', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(query, fc.nat({ max: 20 }), async (q, offset) => {
        const expected = newestFirst(all.filter((event) => matchesQuery(q, event)));
        found += expected.length > 0 && expected.length < all.length ? 1 : 0;
        const { items } = await listLogs(database.context(), { q }, page(offset, 30));
        expect(ids(items)).toEqual(ids(expected.slice(offset, offset + 30)));
      }),
      { numRuns: 250 },
    );
    // else it would compare nothing with nothing
    expect(found).toBeGreaterThan(50);
  });

  it('is case-sensitive, and a bare word looks at its seven fields', async () => {
    const typed = async (q: string) => ids((await listLogs(database.context(), { q }, page(0, 1000))).items);
    expect(await typed('type:S')).toEqual([]);
    const plain = all.filter((event) => bareLogFields.some((field) => event[field] === 'Shop'));
    expect((await typed('Shop')).toSorted()).toEqual(ids(plain));
    expect(plain.length).toBeGreaterThan(20);
  });

  it.each([
    [
      'nothing:x',
      /^There is no field "nothing" to search logs by\. The fields are: client_id, .*user_name\.$/,
    ],
    ['details.request:x', /^There is no field "details\.request"/],
    ['_exists_:password', /^There is no field "password"/],
    ['date:yesterday', /^"yesterday" is not a date\.$/],
    ['date:[2026-05 TO now]', /^"now" is not a date\.$/],
    ['date:2026*', /^"2026\*" is not a date\.$/],
    ['[1 TO 2]', /^A range needs a field/],
    ['type:(s', /^The query cannot be read at character/],
  ])('refuses %s, saying why', async (q, message) => {
    const refused = listLogs(database.context(), { q }, page(0, 1));
    await expect(refused).rejects.toMatchObject({ code: 'invalid', errorCode: 'invalid_query_string' });
    await expect(refused).rejects.toThrow(message);
  });
});

describe('search', () => {
  const cased = fc
    .constantFrom(...words, 'SHOP sp', 'A', 'zo', 'AUTH0|1')
    .map((text) => (text === 'zoë' ? text : text.toUpperCase()));
  const pair = fc
    .tuple(
      fc.constantFrom<LogField | 'user' | 'client'>(
        'type',
        'user_name',
        'client_name',
        'user_id',
        'user',
        'client',
      ),
      cased,
    )
    .map(([field, text]) => `${field}:${quotedText(text)}`);
  const prefix = fc
    .tuple(
      fc.constantFrom<LogField>('type', 'connection', 'user_name'),
      cased.filter((text) => !/[\s"]/.test(text)),
    )
    .map(([field, text]) => `${field}:${text}`);
  const search = fc
    .array(fc.oneof(pair, prefix, cased.map(quotedText)), { minLength: 1, maxLength: 3 })
    .chain((parts) => fc.constantFrom(' ', ' AND ').map((between) => parts.join(between)));

  it('finds what begins alike, whatever its case; quotes ask for the whole value', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          search,
          cased.filter((text) => !text.includes(':')),
        ),
        async (text) => {
          const expected = newestFirst(all.filter((event) => matchesSearch(text, event)));
          found += expected.length > 0 ? 1 : 0;
          const { items } = await listLogs(database.context(), { search: text }, page(0, 1000));
          expect(ids(items)).toEqual(ids(expected));
        },
      ),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(30);
  });

  it('and q hold together', async () => {
    const both = { q: 'type:s', search: 'shop' };
    const expected = all.filter((event) => event.type === 's' && matchesSearch('shop', event));
    expect(ids((await listLogs(database.context(), both, page(0, 1000))).items).toSorted()).toEqual(
      ids(expected),
    );
    expect(expected.length).toBeGreaterThan(5);
  });

  it('refuses a field that is not there, and text that is none', async () => {
    const search = (text: string) => listLogs(database.context(), { search: text }, page(0, 1));
    await expect(search('nothing:x')).rejects.toThrow(/^There is no field "nothing"/);
    await expect(search('a\0b')).rejects.toMatchObject({ errorCode: 'invalid_query_string' });
  });
});

describe('nothing of a caller reaches the text of a statement (security lesson 20)', () => {
  const marks = ["' or 1=1 --", '"; drop table logs; --', '$1', '\\', "E'\\x27'", '%', '/*', ')) or ((true'];
  it.each(marks)('%s', async (mark) => {
    const before = (await database.sql`select count(*)::int as n from logs`)[0]?.n;
    const canary = `canary${mark}`;
    const attempts: LogFilter[] = [
      { q: `user_name:${quotedText(canary)}` },
      { q: `description:[${quotedText(canary)} TO *]` },
      { q: `client_id:${bare(canary)}*` },
      { q: quotedText(canary) },
      { search: `type:${quotedText(canary)}` },
      { search: canary.replaceAll(':', '') },
      { sort: `date:-1${canary}` },
      { sort: canary },
    ];
    for (const filter of attempts) {
      const statements = await database.queries.during(async () => {
        const answer = await listLogs(database.context(), filter, page(0, 5)).catch((error) => error);
        if (answer instanceof Error) expect(answer).toMatchObject({ code: 'invalid' });
        else if (!filter.q?.includes('[')) expect(answer.items).toEqual([]);
      });
      expect(statements.join('\n')).not.toContain('canary');
    }
    expect((await database.sql`select count(*)::int as n from logs`)[0]?.n).toBe(before);
  });
});
