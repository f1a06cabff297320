import { describe, expect, it } from 'vitest';
import { InvalidEnvironment, parseEnv, settingRows } from './env';

describe('settings', () => {
  it('have defaults that work with nothing set', () => {
    const env = parseEnv({});
    expect(env).toMatchObject({ PORT: 3000, ANNEX_URL: 'http://localhost:3000', LOG_LEVEL: 'info' });
    expect(env.ANNEX_DATA_DIR).toBe(`${process.cwd()}/.annex`);
  });

  it('make the public address from the port and https when it is not set', () => {
    expect(parseEnv({ PORT: '4321' }).ANNEX_URL).toBe('http://localhost:4321');
    expect(parseEnv({ PORT: '443', ANNEX_HTTPS: '1' }).ANNEX_URL).toBe('https://localhost');
    expect(parseEnv({ ANNEX_URL: 'https://ID.example.com/' }).ANNEX_URL).toBe('https://id.example.com');
  });

  it('treat an empty value as not set', () => {
    const env = parseEnv({ DATABASE_URL: '', PORT: '' });
    expect([env.PORT, env.DATABASE_URL]).toEqual([3000, undefined]);
  });

  it.each([
    [{ PORT: '70000' }, 'PORT must be a port number from 1 to 65535.'],
    [{ PORT: 'http' }, 'PORT must be a port number from 1 to 65535.'],
    [{ ANNEX_URL: 'id.example.com' }, 'ANNEX_URL must be an address such as https://id.example.com.'],
    [
      { ANNEX_URL: 'https://x.com/id' },
      'ANNEX_URL must be an address without a path, such as https://id.example.com.',
    ],
    [
      { DATABASE_URL: 'mysql://x/y' },
      'DATABASE_URL must be an address such as postgres://user:password@host/db.',
    ],
    [
      { ANNEX_SECRET_KEY: 'short' },
      'ANNEX_SECRET_KEY must be 32 random bytes in base64, such as `openssl rand -base64 32` prints.',
    ],
    [{ ANNEX_ADMIN_EMAIL: 'a@b.co' }, 'ANNEX_ADMIN_PASSWORD must be set with ANNEX_ADMIN_EMAIL.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent.'],
  ])('refuse %j in one sentence', (source, sentence) => {
    expect(() => parseEnv(source)).toThrow(new InvalidEnvironment(sentence));
  });

  it('say everything that is wrong at once', () => {
    expect(() => parseEnv({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/^PORT .*\.\nLOG_LEVEL .*\.$/);
  });

  it('are all described, with their defaults, for the README', () => {
    for (const row of settingRows) expect(row.description).toMatch(/\.$/);
    expect(settingRows.find((row) => row.name === 'PORT')?.default).toBe('3000');
    expect(settingRows.find((row) => row.name === 'ANNEX_DATA_DIR')?.default).toBe('.annex');
  });
});
