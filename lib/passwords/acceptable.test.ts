import { describe, expect, it } from 'vitest';
import {
  assertAcceptable,
  assertNew,
  historySize,
  type PasswordRules,
  type PersonalInfo,
} from './acceptable';
import { hashPassword } from './argon2';

const none = { passwordPolicy: 'none' } as const;
const ada: PersonalInfo = {
  name: 'Ada Lovelace',
  nickname: 'al',
  username: null,
  email: 'countess@example.com',
  'user_metadata.first': 'Augusta',
};

async function refusal(password: string, rules: Partial<PasswordRules>, person: PersonalInfo = ada) {
  try {
    await assertAcceptable(password, { ...none, ...rules }, person);
    return null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split(':')[0];
  }
}

describe('a password with its owner in it', () => {
  const old = { password_no_personal_info: { enable: true } };
  const fresh = (profile_data: object) => ({ password_options: { profile_data } });

  it.each(['xx-LOVELACE-1', 'ada2026', 'my countess', 'augusta!'])(
    '%s is refused where it matters',
    async (password) => {
      expect(await refusal(password, old)).toBe('PasswordNoUserInfoError');
      expect(await refusal(password, fresh({ active: true }))).toBe('PasswordNoUserInfoError');
      expect(await refusal(password, {})).toBeNull();
      expect(await refusal(password, { password_no_personal_info: { enable: false } })).toBeNull();
    },
  );

  it('two letters say nothing, nor does the house of an address', async () => {
    expect(await refusal('al-example.com', old)).toBeNull();
  });

  it('is about the fields that are named, when some are', async () => {
    const byName = fresh({ active: true, blocked_fields: ['name'] });
    expect(await refusal('ada2026', byName)).toBe('PasswordNoUserInfoError');
    expect(await refusal('countess1', byName)).toBeNull();
  });
});

describe('a common password', () => {
  const old = { password_dictionary: { enable: true, dictionary: ['Acme2026'] } };

  it('is refused in any case, and so are the words of the tenant', async () => {
    for (const password of ['password', 'PassWord', 'letmein', 'acme2026'])
      expect([password, await refusal(password, old)]).toEqual([password, 'PasswordDictionaryError']);
    expect(await refusal('acme20266', old)).toBeNull();
    expect(await refusal('password', { password_dictionary: { enable: false } })).toBeNull();
  });

  it('may be of a short list or a long one', async () => {
    const list = (name: 'en_10k' | 'en_100k') => ({
      password_options: { dictionary: { active: true, default: name, custom: ['acme'] } },
    });
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const rare = dictionary['passwords-common'][20_000] ?? '';
    expect(await refusal(rare, list('en_10k'))).toBeNull();
    expect(await refusal(rare, list('en_100k'))).toBe('PasswordDictionaryError');
    expect(await refusal('ACME', list('en_10k'))).toBe('PasswordDictionaryError');
  });
});

describe('a password that was used before', () => {
  it('counts as many as the connection says', () => {
    expect(historySize({ ...none, password_history: { enable: true, size: 3 } })).toBe(3);
    expect(historySize({ ...none, password_history: { enable: true } })).toBe(5);
    expect(historySize({ ...none, password_history: { enable: false, size: 3 } })).toBe(0);
    expect(historySize({ ...none, password_options: { history: { active: true, size: 24 } } })).toBe(24);
    expect(historySize(none)).toBe(0);
  });

  it('is refused, by any of its hashes', async () => {
    const hashes = await Promise.all(['one', 'two'].map(hashPassword));
    await expect(assertNew('two', hashes)).rejects.toMatchObject({
      message: 'PasswordHistoryError: Password has previously been used',
      fields: { password: 'Password has previously been used.' },
    });
    await assertNew('three', hashes);
  });
});
