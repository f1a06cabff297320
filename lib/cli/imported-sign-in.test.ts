import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { credentials } from '@/db/schema';
import { defaultConnection } from '@/lib/connections';
import { makeScenario, realmGrant, type Scenario } from '@/lib/http/oidc/scenario.fixture';
import { importUsers, readRecords } from '@/lib/imports';
import { testDatabase } from '@/lib/testing';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

async function* content(records: readonly object[]): AsyncGenerator<Buffer> {
  yield Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
}

async function bring(records: readonly object[], upsert = false) {
  const job = { type: 'job', jobId: 'job_test', kind: 'users_import' } as const;
  const ctx = database.context(job, { cause: 'import' });
  return importUsers(ctx, { source: readRecords(content(records)), connection: null, upsert });
}

const signIn = async (username: string, password: string) =>
  (await tenant.token({ grant_type: realmGrant, realm: defaultConnection, username, password })).status;

async function credentialOf(id: string): Promise<string> {
  const [row] = await database.db
    .select()
    .from(credentials)
    .where(eq(credentials.userId, `auth0|${id}`));
  return row?.passwordHash ?? '';
}

const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const saltedMd5 = {
  algorithm: 'md5',
  hash: { value: 'cc9470c5b05cda911204265a8e163a85', encoding: 'hex' },
  salt: { value: 'salt', position: 'prefix' },
};

describe('an imported user', () => {
  it.each<[string, object, string]>([
    ['bcrypt', { password_hash: bcrypt }, 'U*U'],
    ['md5', { custom_password_hash: saltedMd5 }, 'Pässwörd-1'],
  ])(
    'signs in with the old password, whose hash (%s) becomes argon2id by that',
    async (id, hash, password) => {
      const email = `${id}@imported.example`;
      expect(await bring([{ user_id: id, email, ...hash }])).toMatchObject({ inserted: 1, failed: 0 });
      expect(await credentialOf(id)).toMatch(/^\$annex-import\$/);
      expect(await signIn(email, 'wrong')).toBe(403);
      expect(await credentialOf(id)).toMatch(/^\$annex-import\$/);
      expect(await signIn(email, password)).toBe(200);
      expect(await credentialOf(id)).toMatch(/^\$argon2id\$/);
      expect(await signIn(email, password)).toBe(200);
      expect(await signIn(email, 'wrong')).toBe(403);
    },
  );

  it('who has signed in keeps the password when the file comes again', async () => {
    const record = { user_id: 'twice', email: 'twice@imported.example' };
    await bring([{ ...record, custom_password_hash: saltedMd5 }]);
    await signIn(record.email, 'Pässwörd-1');
    const upgraded = await credentialOf('twice');
    const other = { algorithm: 'bcrypt', hash: { value: bcrypt } };
    expect(await bring([{ ...record, custom_password_hash: other }], true)).toMatchObject({ updated: 1 });
    expect(await credentialOf('twice')).toBe(upgraded);
  });

  it('without a hash, or blocked, does not sign in', async () => {
    await bring([
      { email: 'nohash@imported.example' },
      { email: 'blocked@imported.example', password_hash: bcrypt, blocked: true },
    ]);
    expect(await signIn('nohash@imported.example', '')).not.toBe(200);
    expect(await signIn('nohash@imported.example', 'U*U')).toBe(403);
    expect(await signIn('blocked@imported.example', 'U*U')).not.toBe(200);
  });
});
