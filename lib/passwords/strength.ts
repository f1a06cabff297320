import { Invalid } from '@/lib/errors';

export type PasswordPolicy = 'none' | 'low' | 'fair' | 'good' | 'excellent';

type Kind = 'lowercase' | 'uppercase' | 'number' | 'special';
type Choice = 'allow' | 'block';

/** What of a database connection's options says how a password must be (`reference/management-api.md` 8.2). */
export type PasswordRequirements = {
  passwordPolicy: PasswordPolicy;
  /** Another length than the policy's. */
  password_complexity_options?: { min_length?: number | undefined } | null | undefined;
  /** Takes the place of the policy. */
  password_options?:
    | {
        complexity?:
          | {
              min_length?: number | undefined;
              character_types?: Kind[] | undefined;
              character_type_rule?: 'all' | 'three_of_four' | undefined;
              identical_characters?: Choice | undefined;
              sequential_characters?: Choice | undefined;
              max_length_exceeded?: 'truncate' | 'error' | undefined;
            }
          | undefined;
      }
    | undefined;
};

type Rule = { message: string; verified: (password: string) => boolean };

const kinds: Record<Kind, { name: string; pattern: RegExp }> = {
  lowercase: { name: 'lower case letters', pattern: /\p{Ll}/u },
  uppercase: { name: 'upper case letters', pattern: /\p{Lu}/u },
  number: { name: 'numbers', pattern: /\p{Nd}/u },
  special: { name: 'special characters', pattern: /[^\p{L}\p{Nd}]/u },
};

const atLeast = (length: number): Rule => ({
  message: `At least ${length} characters in length`,
  verified: (password) => [...password].length >= length,
});

function someKinds(count: number): Rule {
  const all = Object.values(kinds);
  return {
    message: `At least ${count} of: ${all.map(({ name }) => name).join(', ')}`,
    verified: (password) => all.filter(({ pattern }) => pattern.test(password)).length >= count,
  };
}

const ofKind = (kind: Kind): Rule => ({
  message: `At least one of: ${kinds[kind].name}`,
  verified: (password) => kinds[kind].pattern.test(password),
});

const noRepeats: Rule = {
  message: 'No more than 2 identical characters in a row',
  verified: (password) => !/(.)\1\1/u.test(password),
};

/** Whether three letters or digits in a row go up or down by one, as in `abc` and `321`. */
function hasSequence(password: string): boolean {
  const points = [...password.toLowerCase()].map((character) =>
    /[\p{L}\p{Nd}]/u.test(character) ? (character.codePointAt(0) ?? 0) : Number.NaN,
  );
  return points.some((point, index) => {
    const [next = Number.NaN, after = Number.NaN] = points.slice(index + 1, index + 3);
    return Math.abs(next - point) === 1 && after - next === next - point;
  });
}

const noSequences: Rule = {
  message: 'No more than 2 characters of a sequence in a row, such as abc or 321',
  verified: (password) => !hasSequence(password),
};

const atMost72Bytes: Rule = {
  message: 'At most 72 bytes in length',
  verified: (password) => Buffer.byteLength(password) <= 72,
};

/** Auth0's five password policies: the length and the other rules. */
const policies: Record<PasswordPolicy, { length: number; rules: Rule[] }> = {
  none: { length: 1, rules: [] },
  low: { length: 6, rules: [] },
  fair: { length: 8, rules: [someKinds(3)] },
  good: { length: 8, rules: [someKinds(3)] },
  excellent: { length: 10, rules: [someKinds(3), noRepeats] },
};

function rulesOf(requirements: PasswordRequirements): Rule[] {
  const { passwordPolicy, password_complexity_options, password_options } = requirements;
  const { length, rules } = policies[passwordPolicy];
  const { complexity } = password_options ?? {};
  if (!complexity) return [atLeast(password_complexity_options?.min_length ?? length), ...rules];
  const { character_types: types = [] } = complexity;
  return [
    atLeast(complexity.min_length ?? length),
    ...(complexity.character_type_rule === 'three_of_four' ? [someKinds(3)] : types.map(ofKind)),
    ...(complexity.identical_characters === 'block' ? [noRepeats] : []),
    ...(complexity.sequential_characters === 'block' ? [noSequences] : []),
    ...(complexity.max_length_exceeded === 'error' ? [atMost72Bytes] : []),
  ];
}

/** What a password needs in printable text, one line a rule. */
export function describePolicy(requirements: PasswordRequirements): string {
  return rulesOf(requirements)
    .map((rule) => `* ${rule.message}`)
    .join('\n');
}

/**
 * Throws Invalid with Auth0's PasswordStrengthError wording and `data.rules` unless the password is as the options of
 * its connection ask.
 */
export function assertStrong(password: string, requirements: PasswordRequirements): void {
  const rules = rulesOf(requirements).map(({ message, verified }) => ({
    message,
    verified: verified(password),
  }));
  if (rules.every((rule) => rule.verified)) return;
  const missing = rules.filter((rule) => !rule.verified).map((rule) => rule.message);
  throw new Invalid('PasswordStrengthError: Password is too weak', {
    errorCode: 'invalid_password',
    fields: { password: `The password needs: ${missing.join('; ')}.` },
    data: { rules, policy: describePolicy(requirements) },
  });
}
