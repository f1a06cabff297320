import { Invalid } from '@/lib/errors';

export type PasswordPolicy = 'none' | 'low' | 'fair' | 'good' | 'excellent';

type Rule = { message: string; verified: (password: string) => boolean };

const atLeast = (length: number): Rule => ({
  message: `At least ${length} characters in length`,
  verified: (password) => [...password].length >= length,
});

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];
const someKinds = (count: number): Rule => ({
  message: `At least ${count} of: lower case letters, upper case letters, numbers, special characters`,
  verified: (password) => kinds.filter((kind) => kind.test(password)).length >= count,
});

const noRepeats: Rule = {
  message: 'No more than 2 identical characters in a row',
  verified: (password) => !/(.)\1\1/u.test(password),
};

/** Auth0's five password policies. */
const policies: Record<PasswordPolicy, Rule[]> = {
  none: [atLeast(1)],
  low: [atLeast(6)],
  fair: [atLeast(8), someKinds(3)],
  good: [atLeast(8), someKinds(3)],
  excellent: [atLeast(10), someKinds(3), noRepeats],
};

/** The policy in printable text, one line a rule. */
export function describePolicy(policy: PasswordPolicy): string {
  return policies[policy].map((rule) => `* ${rule.message}`).join('\n');
}

/** Throws Invalid with Auth0's PasswordStrengthError wording and `data.rules` unless the password keeps the policy. */
export function assertStrong(password: string, policy: PasswordPolicy): void {
  const rules = policies[policy].map((rule) => ({
    message: rule.message,
    verified: rule.verified(password),
  }));
  if (rules.every((rule) => rule.verified)) return;
  const missing = rules.filter((rule) => !rule.verified).map((rule) => rule.message);
  throw new Invalid('PasswordStrengthError: Password is too weak', {
    errorCode: 'invalid_password',
    fields: { password: `The password needs: ${missing.join('; ')}.` },
    data: { rules, policy: describePolicy(policy) },
  });
}
