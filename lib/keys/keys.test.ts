import { jwtVerify, SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { ensureKeys, publicJwks, signingKey, verificationKey } from './index';

const database = testDatabase();

it('many processes that set up together make one current and one next key', async () => {
  const ctx = database.context();
  await Promise.all([1, 2, 3, 4].map(() => ensureKeys(ctx)));
  const rows = await database.sql`select state from signing_keys order by state`;
  expect(rows.map((row) => row.state)).toEqual(['current', 'next']);
});

it('what the current key signs is good by the published half of its id', async () => {
  const ctx = database.context();
  await ensureKeys(ctx);
  const { kid, key } = await signingKey(ctx);
  expect(key.extractable).toBe(false);
  const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  const published = await verificationKey(ctx, kid);
  if (!published) throw new Error('The key is not published.');
  expect((await jwtVerify(token, published)).payload.a).toBe(1);
  expect((await publicJwks(ctx)).keys.map((jwk) => jwk.kid)).toContain(kid);
  expect(await verificationKey(ctx, 'other')).toBeNull();
});

it('the key is parsed once for the process', async () => {
  const ctx = database.context();
  await ensureKeys(ctx);
  expect((await signingKey(ctx)).key).toBe((await signingKey(ctx)).key);
});
