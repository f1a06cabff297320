import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { sampleUsers } from './sample-users.fixture';
import { searchUsers } from './search-users';
import { storeUsers } from './users.fixture';

const database = testDatabase();
const rights = { userMetadata: true, appMetadata: true, roles: true };

beforeAll(() => storeUsers(database.db, Object.values(sampleUsers)));

async function search(
  q: string,
  options: { strict?: boolean; rights?: typeof rights } = {},
): Promise<string[]> {
  const { ids } = await searchUsers(database.context(), { q, rights, sort: 'user_id:1', ...options });
  const names = Object.entries(sampleUsers);
  const found = ids.map((userId) => names.find(([, user]) => user.userId === userId)?.[0] ?? userId);
  return found.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

const everyone = Object.keys(sampleUsers);

/** Section 8 of the reference, by number. `refused`: 400 there and here; `strict`: 400 there, an extension here. */
const queries: [number, string, string | 'refused' | { strict: 'refused'; hits: string }][] = [
  [1, 'email:"ada@example.com"', 'U1'],
  [2, 'email:"ADA@Example.COM"', 'U1'],
  [3, 'name:"john doe"', 'U7'],
  [4, 'name:john', 'U8'],
  [5, 'name:john*', 'U7 U8 U9'],
  [6, 'name:*doe', 'U7 U9'],
  [7, 'name:*oe', 'refused'],
  [8, 'name:*usa', 'U4 U10'],
  [9, 'name:j*doe', 'U7 U9'],
  [10, 'user_id:auth0', ''],
  [11, 'user_id:auth0*', 'U1 U2 U4 U6 U8 U9 U10'],
  [12, 'user_id:"auth0|u1"', 'U1'],
  [13, 'username:"ADA_L"', ''],
  [14, 'email.domain:"example.com"', 'U1 U2 U8 U9'],
  [15, 'identities.connection:"google-oauth2"', 'U3 U4'],
  [16, 'identities.provider:auth0', 'U1 U2 U4 U6 U8 U9 U10'],
  [17, 'identities.profileData.email:"dan.alt@gmail.com"', 'U4'],
  [18, 'identities.connection:"google-oauth2" AND NOT user_id:auth0*', 'U3'],
  [19, 'logins_count:[* TO 10}', 'U2 U5 U6'],
  [20, 'logins_count:[10 TO 100}', 'U3 U7'],
  [21, 'logins_count:{100 TO *]', 'U1 U9 U10'],
  [22, 'NOT _exists_:logins_count OR logins_count:0', 'U4 U6'],
  [23, 'NOT _exists_:email_verified OR email_verified:false', 'U2 U4 U5 U6'],
  [24, 'blocked:true', 'U6'],
  [25, 'last_login:[* TO 2024-12-31]', 'U2'],
  [26, 'last_login:[2025-12-01 TO 2025-12-31]', 'U1 U3 U10'],
  [27, 'last_login:[2025-11 TO 2025-12]', 'U1 U3 U7 U9 U10'],
  [28, 'last_login:{2025-11 TO 2025-12]', 'U1 U3 U10'],
  [29, 'updated_at:[2025-08-20T10:00:00.048Z TO 2025-08-20T10:00:00.048Z]', 'U8'],
  [30, 'created_at:[2025-01-01 TO 2025-06-01}', 'U5 U6'],
  [31, 'user_metadata.color:"blue"', 'U1'],
  [32, 'user_metadata.color:blue OR user_metadata.color:Blue', 'U1 U10'],
  [33, 'app_metadata.plan:gold', 'U2'],
  [34, 'app_metadata.plan:"gold plus"', 'U9'],
  [35, 'user_metadata.langs:"en"', 'U1'],
  [36, 'user_metadata.address.city:London', 'U1'],
  [37, 'user_metadata.address.zip:"00123"', 'U1'],
  [38, 'user_metadata.age:36', 'U1 U2'],
  [39, 'app_metadata.trial:false', 'U1'],
  [40, 'app_metadata.subs.level:"pro"', 'U3'],
  [41, 'app_metadata.subs.product:a AND app_metadata.subs.level:free', 'U3 U4'],
  [42, '_exists_:user_metadata.tags', ''],
  [43, '_exists_:user_metadata.address', 'U1'],
  [44, 'app_metadata.plan:* AND NOT app_metadata.roles:*', 'U2 U3 U9'],
  [45, 'app_metadata.my\\:key:v', 'U9'],
  [46, 'user_metadata.color:bl*', { strict: 'refused', hits: 'U1' }],
  [47, 'app_metadata.seats:[5 TO *]', { strict: 'refused', hits: 'U1' }],
  [48, 'name:("ada lovelace" OR "eve") AND email_verified:true', 'U1'],
  [49, '(app_metadata.roles:admin OR app_metadata.plan:silver) AND logins_count:[100 TO *]', 'U1'],
  [50, 'name:John\\ Doe', 'U7'],
  [51, 'carol', 'U3'],
  [52, 'London', ''],
  // Organizations have no place to live yet, so nobody belongs to one.
  [53, 'organization_id:"org_1"', ''],
  [54, 'phone_number:"+14155550100"', 'U5'],
  [55, 'name:"Carol O\'Neil"', 'U3'],
  [56, 'name:(', 'refused'],
];

const refusal = { code: 'invalid', errorCode: 'invalid_query_string' };
const split = (hits: string) => hits.split(' ').filter((name) => name !== '');

describe('every query of the reference gives the hits it lists', () => {
  test.each(queries)('%i: %s', async (_number, q, expected) => {
    if (expected === 'refused') {
      await expect(search(q)).rejects.toMatchObject(refusal);
      await expect(search(q, { strict: true })).rejects.toMatchObject(refusal);
      return;
    }
    const hits = typeof expected === 'string' ? expected : expected.hits;
    expect(await search(q)).toEqual(split(hits));
    if (typeof expected === 'string') expect(await search(q, { strict: true })).toEqual(split(hits));
    else await expect(search(q, { strict: true })).rejects.toMatchObject(refusal);
  });
});

describe('beyond the list', () => {
  test.each([
    ['', everyone],
    ['*', everyone],
    ['NOT organization_id:org_1', everyone],
    ['+name:john* -family_name:doe', ['U8', 'U9']],
    ['name:john* NOT family_name:doe', ['U8', 'U9']],
    ['name:john* !name:john', ['U7', 'U9']],
    ['ada eve', ['U1', 'U6']],
    ['name:eve || name:john && email.domain:example.com', ['U6', 'U8']],
    ['name:[eve TO john]', ['U6', 'U8']],
    ['user_metadata.address.zip:[001 TO 002]', []],
    ['app_metadata.plan:[gold TO silver}', ['U2', 'U9']],
    ['app_metadata.plan:*old*', ['U1', 'U2', 'U9']],
    ['identities.isSocial:true', ['U3', 'U4']],
    ['identities.user_id:10*', ['U3']],
    ['identities.connection:*oauth*', ['U3', 'U4']],
    ['email.domain:*.com', ['U1', 'U2', 'U3', 'U4', 'U8', 'U9']],
    ['created_at:2024', ['U3', 'U9']],
    ['_exists_:user_metadata', ['U1', 'U2', 'U8', 'U10']],
    ['user_metadata.age:[30 TO 40]', ['U1']],
    ['"ada@example.com"', ['U1']],
    ['user_metadata.color~:BLUE', ['U1', 'U10']],
    ['user_metadata.color~:B*', ['U1', 'U10']],
    ['user_metadata.full_name~:*SMITH', ['U8']],
    ['user_metadata.full_name~:*hn\\ S*', ['U8']],
    ['app_metadata.plan~:(GOLD OR Silver)', ['U1', 'U2', 'U3']],
    ['user_metadata.address.city~:"LONDON" AND app_metadata.trial~:false', ['U1']],
    ['app_metadata.seats~:[5 TO *]', ['U1']],
    ['name~:JOHN', ['U8']],
    ['roles:admin', ['U1', 'U2']],
    ['roles:rol_aaaaaaaaaaaaaaaa AND NOT roles:"Blue editor"', ['U2']],
    ['roles:Blue*', ['U1']],
    ['roles:Admin', []],
    ['_exists_:roles', ['U1', 'U2']],
  ])('%s', async (q, expected) => {
    expect(await search(q)).toEqual(expected);
  });

  test.each([
    'username~:ada_l',
    'user_metadata.a~:[a TO b]',
    '_exists_~:user_metadata.a',
    'logins_count~:5',
    'user_metadata~:a',
    'roles~:admin',
    'user_metadata.a~b',
    'user_metadata.a~',
    'a~:',
  ])('in any case is for text that can be found so: %s', async (q) => {
    await expect(search(q)).rejects.toMatchObject(refusal);
  });

  test.each([
    'user_metadata.color~:blue',
    'name~:John',
    'roles:admin',
    '_exists_:roles',
    'user_metadata.color~:*',
  ])('strict search refuses the extension %s', async (q) => {
    await search(q);
    await expect(search(q, { strict: true })).rejects.toMatchObject(refusal);
  });

  test('a caller who may not see roles finds nobody by them', async () => {
    const blind = { rights: { ...rights, roles: false } };
    expect(await search('roles:admin OR _exists_:roles', blind)).toEqual([]);
    expect(await search('NOT roles:admin', blind)).toEqual(everyone);
  });

  test('a bag that the caller may not read gives the answers of a key that nobody has', async () => {
    const blind = { rights: { userMetadata: true, appMetadata: false, roles: true } };
    expect(await search('app_metadata.plan:gold', blind)).toEqual([]);
    expect(await search('NOT app_metadata.plan:gold', blind)).toEqual(everyone);
    expect(await search('_exists_:app_metadata.plan OR name:eve', blind)).toEqual(['U6']);
    expect(await search('app_metadata:* OR app_metadata.plan:*old*', blind)).toEqual([]);
    await expect(search('app_metadata.plan:[5 TO *]', { ...blind, strict: true })).rejects.toMatchObject(
      refusal,
    );
  });

  test('a caller without read:users may not search', async () => {
    const ctx = database.context({ type: 'client', clientId: 'c', scopes: ['read:rules'] });
    await expect(searchUsers(ctx, { q: '', rights })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
