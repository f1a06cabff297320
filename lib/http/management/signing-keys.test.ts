import { X509Certificate } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let token: string;
beforeAll(async () => {
  tenant = await makeTenant(database);
});
beforeEach(async () => {
  token = await tenant.machineToken();
});

const keys = async (): Promise<Record<string, unknown>[]> =>
  (await tenant.call('GET', '/keys/signing', { token })).body;
const jwks = async () => (await tenant.request('/.well-known/jwks.json')).json();
const rotate = () => tenant.call('POST', '/keys/signing/rotate', { token });
const revoke = (kid: unknown) => tenant.call('PUT', `/keys/signing/${kid}/revoke`, { token });

describe('signing keys', () => {
  it('are listed with certificates of their public halves and fingerprints of those', async () => {
    const [current, next] = await keys();
    expect([current?.current, next?.next]).toEqual([true, true]);
    const certificate = new X509Certificate(String(current?.cert));
    const published = (await jwks()).keys.find((jwk: { kid: string }) => jwk.kid === current?.kid);
    expect(certificate.publicKey.export({ format: 'jwk' }).n).toBe(published.n);
    expect(current?.fingerprint).toBe(certificate.fingerprint);
    expect(current?.pkcs7).toMatch(/^-----BEGIN PKCS7-----/);
    const one = await tenant.call('GET', `/keys/signing/${current?.kid}`, { token });
    expect(one.body).toEqual(current);
    expect(JSON.stringify(await keys())).not.toContain('PRIVATE');
  });

  it('rotate: the next one signs, what the old one signed stays good', async () => {
    const [old, next] = await keys();
    const { status, body } = await rotate();
    expect([status, body]).toEqual([201, { kid: next?.kid, cert: next?.cert }]);
    await tenant.changesHeard();
    expect((await tenant.call('GET', '/rules', { token })).status).toBe(200);
    const fresh = await tenant.machineToken();
    const { protectedHeader } = await jwtVerify(fresh, createLocalJWKSet(await jwks()), {
      currentDate: tenant.ctx.now(),
    });
    expect(protectedHeader.kid).toBe(next?.kid);
    const states = (await keys()).map(({ kid, current, next: isNext, previous }) => [
      kid,
      current,
      isNext,
      previous,
    ]);
    expect(states[0]).toEqual([next?.kid, true, undefined, undefined]);
    expect(states.find(([kid]) => kid === old?.kid)?.[3]).toBe(true);
  });

  it('revoke: nothing that the key signed is good any more, and it is published no more', async () => {
    const stale = token;
    const [old] = await keys();
    await rotate();
    token = await tenant.machineToken();
    expect((await revoke(old?.kid)).body).toEqual({ kid: old?.kid, cert: old?.cert });
    await tenant.changesHeard();
    expect((await tenant.call('GET', '/rules', { token: stale })).status).toBe(401);
    expect((await jwks()).keys.map((jwk: { kid: string }) => jwk.kid)).not.toContain(old?.kid);
    const shown = (await keys()).find(({ kid }) => kid === old?.kid);
    expect(shown).toMatchObject({ revoked: true, revoked_at: tenant.ctx.now().toISOString() });
    expect((await revoke(old?.kid)).status).toBe(200);
  });

  it('the key that signs and the one that comes next cannot be revoked', async () => {
    for (const { kid, current, next } of await keys()) {
      if (!current && !next) continue;
      expect(await revoke(kid)).toMatchObject({
        status: 400,
        body: { errorCode: 'operation_not_supported' },
      });
    }
    expect((await revoke('nobody')).status).toBe(404);
    expect((await tenant.call('GET', '/keys/signing/nobody', { token })).status).toBe(404);
  });

  it('two rotations at once leave one current and one next key', async () => {
    await Promise.all([rotate(), rotate()]);
    const states = (await keys()).filter(({ current, next }) => current || next);
    expect(states).toHaveLength(2);
  });

  it('go when nothing that they signed can be alive', async () => {
    const [old] = await keys();
    await rotate();
    tenant.ctx.clock.advance(32 * 86_400);
    token = await tenant.machineToken();
    await rotate();
    expect((await keys()).map(({ kid }) => kid)).not.toContain(old?.kid);
  });

  it.each([
    ['GET', '/keys/signing', 'read:signing_keys'],
    ['POST', '/keys/signing/rotate', 'create:signing_keys'],
    ['PUT', '/keys/signing/x/revoke', 'update:signing_keys'],
  ])('%s %s asks for %s', async (method, path, scope) => {
    const poor = await tenant.machineToken('read:users');
    const { status, body } = await tenant.call(method, path, { token: poor });
    expect([status, body.message]).toEqual([403, `Insufficient scope, expected any of: ${scope}`]);
  });
});
