import { describe, expect, it } from 'vitest';
import { Invalid } from '@/lib/errors';
import { assertStrong, describePolicy, type PasswordRequirements } from './strength';

function isStrong(password: string, requirements: Partial<PasswordRequirements>): boolean {
  try {
    assertStrong(password, { passwordPolicy: 'good', ...requirements });
    return true;
  } catch (error) {
    if (error instanceof Invalid && error.errorCode === 'invalid_password') return false;
    throw error;
  }
}

describe('passwordPolicy', () => {
  it.each([
    ['none', 'x', ''],
    ['low', 'secret', 'short'],
    ['fair', 'Secret12', 'secret12'],
    ['good', 'secret-1', 'Secre-1'],
    ['excellent', 'Secret-1234', 'Secret-111a'],
  ] as const)('%s takes %j and refuses %j', (passwordPolicy, right, wrong) => {
    expect(isStrong(right, { passwordPolicy })).toBe(true);
    expect(isStrong(wrong, { passwordPolicy })).toBe(false);
  });

  it('has another length where password_complexity_options say so, shorter or longer', () => {
    const length = (min_length: number) => ({ password_complexity_options: { min_length } });
    expect(isStrong('Secret-12345', length(13))).toBe(false);
    expect(isStrong('Sec-1', length(5))).toBe(true);
    expect(isStrong('sec-1', { ...length(5), passwordPolicy: 'excellent' })).toBe(true);
    expect(describePolicy({ passwordPolicy: 'low', ...length(20) })).toBe(
      '* At least 20 characters in length',
    );
  });
});

describe('password_options', () => {
  const complexity = (value: object): Partial<PasswordRequirements> => ({
    password_options: { complexity: value },
  });

  it('take the place of the policy', () => {
    expect(isStrong('aaaaaaaa', complexity({}))).toBe(true);
    expect(isStrong('aaaa', complexity({ min_length: 4 }))).toBe(true);
    expect(isStrong('aaaaaaaa', { password_options: {} })).toBe(false);
  });

  it.each([
    [{ character_types: ['uppercase', 'number'] }, 'aaaaaaA1', 'aaaaaaa1'],
    [{ character_types: ['special'] }, 'aaaaaaa ', 'aaaaaaa1'],
    [{ character_type_rule: 'three_of_four' }, 'aaaaaaA1', 'aaaaaaaA'],
    [{ identical_characters: 'block' }, 'aabbaabb', 'aaabbaab'],
    [{ sequential_characters: 'block' }, 'ab-cd-ef', 'xxxx-abc'],
    [{ sequential_characters: 'block' }, '13579135', '99987000'],
    [{ sequential_characters: 'block' }, '+,-./+,-.', 'AbC-----'],
    [{ max_length_exceeded: 'error' }, 'a'.repeat(72), 'é'.repeat(37)],
  ])('%j take %j and refuse %j', (value, right, wrong) => {
    expect(isStrong(right, complexity(value))).toBe(true);
    expect(isStrong(wrong, complexity(value))).toBe(false);
  });
});
