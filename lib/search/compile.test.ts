import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Invalid } from '@/lib/errors';
import { checkQuery } from './check';
import { compileQuery } from './compile';
import { matchedRows, type Paging } from './matched';
import { render } from './oracle.fixture';
import { parseQuery } from './parse';
import { randomQuery } from './random-queries.fixture';
import { sortFields } from './schemas';
import { parseSort } from './sort';

const dialect = new PgDialect();
const sortKeys = ['user_metadata.age'];
const rights = { userMetadata: true, appMetadata: true, roles: true };

function sqlOf(q: string, sort = 'created_at:1', paging: Paging = { limit: 50, offset: 0 }) {
  const compiled = compileQuery(checkQuery(parseQuery(q), { rights, strict: false }));
  return dialect.sqlToQuery(matchedRows({ compiled, sort: parseSort(sort, { rights, sortKeys }), paging }));
}

/** A value no SQL of ours contains, with everything that has ever ended a string, a name or a comment. */
const poison = `zqx'"\\;--/*$1$$%_ |&!(){}[]^~*?:<>@\`\u001f\n`;
const quotedPoison = `"${poison.replace(/["\\]/g, '\\$&')}"`;
const key = poison.replace(/[\s\S]/g, '\\$&');

test('no text of the caller reaches the SQL text, wherever it stands in a query', () => {
  const fields = [
    'email',
    'email.domain',
    'user_id',
    'username',
    'last_ip',
    'identities.connection',
    'identities.user_id',
  ];
  const paths = ['user_metadata', 'app_metadata', 'identities.profileData'].map((bag) => `${bag}.${key}`);
  const queries = [
    quotedPoison,
    ...[...fields, ...paths].flatMap((field) => [
      `${field}:${quotedPoison}`,
      `${field}:abc${key}*def`,
      `${field}:${key}*`,
      `${field}:[${quotedPoison} TO *]`,
      `${field}:{${quotedPoison} TO ${quotedPoison}}`,
      `NOT _exists_:${field}`,
    ]),
  ];
  for (const q of queries) {
    const { sql: text } = sqlOf(q);
    expect(text, q).not.toContain('zqx');
    expect(text, q).toBe(sqlOf(q.replaceAll('zqx', 'yyy')).sql);
  }
});

test('the SQL of a query depends on its shape alone, not on its values', () => {
  const fixed = /^[\w\s"$.,()@=<>*':#{}|%;!-]*$/;
  fc.assert(
    fc.property(randomQuery, (query) => {
      const { sql: text } = sqlOf(render(query));
      expect(text).toMatch(fixed);
      for (const word of ['blue', 'drop table', 'Neil', 'my:key', 'xxx']) expect(text).not.toContain(word);
    }),
    { numRuns: 1000 },
  );
});

test('the SQL of one search is this and nothing else', () => {
  const golden = sqlOf(
    'name:j*doe AND user_metadata.color:blue AND NOT logins_count:[10 TO 100}',
    'name:-1',
    {
      limit: 50,
      offset: 100,
    },
  );
  expect(golden.sql.replace(/\s+/g, ' ')).toMatchInlineSnapshot(
    `"with earlier as materialized ( select "user_search"."user_id" as user_id, "user_search"."name" collate "C" as sort_value from "user_search" inner join "user_activity" on "user_activity"."user_id" = "user_search"."user_id" where ("user_search"."terms" @@ $1::text::tsquery and ("user_search"."name" collate "C" >= $2 and "user_search"."name" collate "C" < $3 and "user_search"."name" like $4) and (("user_activity"."logins_count" >= $5::text::bigint and "user_activity"."logins_count" <= $6::text::bigint)) is not true) and "user_search"."name" collate "C" is not null order by "user_search"."name" collate "C" desc, "user_search"."user_id" desc limit $7) select * from ( select * from earlier union all (select * from ( select "user_search"."user_id" as user_id, "user_search"."name" collate "C" as sort_value from "user_search" inner join "user_activity" on "user_activity"."user_id" = "user_search"."user_id" where ("user_search"."terms" @@ $8::text::tsquery and ("user_search"."name" collate "C" >= $9 and "user_search"."name" collate "C" < $10 and "user_search"."name" like $11) and (("user_activity"."logins_count" >= $12::text::bigint and "user_activity"."logins_count" <= $13::text::bigint)) is not true) and "user_search"."name" collate "C" is null order by "user_search"."user_id" desc limit $14) later limit (select $15::int - count(*) from earlier)) ) parts order by sort_value desc nulls last, user_id desc limit $16 offset $17"`,
  );
  expect(JSON.stringify(golden.params)).toMatchInlineSnapshot(
    `"["'u.color\\u001fblue'","j","k","j%doe","10","99",150,"'u.color\\u001fblue'","j","k","j%doe","10","99",150,150,50,100]"`,
  );
});

test('sorts are taken from the list and nowhere else', () => {
  for (const name of sortFields) {
    for (const direction of ['1', '-1']) {
      const { sql: text } = sqlOf('', `${name}:${direction}`);
      expect(text).toContain('order by');
    }
  }
  const refused = [
    'name',
    'name:2',
    'name:1;drop',
    'nmae:1',
    'user_metadata.a:1',
    'app_metadata:1',
    ' name:1',
    'NAME:1',
    '',
    '__proto__:1',
    'constructor:1',
  ];
  for (const sort of refused) expect(() => parseSort(sort, { rights, sortKeys }), sort).toThrow(Invalid);
});

test('what cannot be true is known before the database is asked', () => {
  const nobody = compileQuery(
    checkQuery(parseQuery('organization_id:x AND name:a'), { rights, strict: false }),
  );
  expect(nobody.nobody).toBe(true);
  expect(dialect.sqlToQuery(nobody.where).sql).toBe(dialect.sqlToQuery(sql`false`).sql);
});
