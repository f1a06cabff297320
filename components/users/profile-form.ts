import type { UpdateUserInput, UserView } from '@/lib/users/schemas';

/** Fields of the profile that are text; an empty one is absent. */
export const textFields = [
  'name',
  'given_name',
  'family_name',
  'nickname',
  'email',
  'username',
  'phone_number',
  'picture',
] as const;
export const flagFields = ['email_verified', 'phone_verified'] as const;

export type TextField = (typeof textFields)[number];
export type FlagField = (typeof flagFields)[number];
export type ProfileValues = Record<TextField, string> & Record<FlagField, boolean>;

/** The form's values for a user. */
export function toProfileValues(user: UserView): ProfileValues {
  const texts = textFields.map((name) => [name, user[name] ?? '']);
  const flags = flagFields.map((name) => [name, user[name] ?? false]);
  return Object.fromEntries([...texts, ...flags]) as ProfileValues;
}

/** Fields that the contract has no way to clear: emptied, they are left alone and the form says so. */
const lasting = new Set<string>(['email', 'username']);

/** The change that leads from one state of the form to another; what did not change is not named. */
export function toProfilePatch(from: ProfileValues, to: ProfileValues): UpdateUserInput {
  const texts = textFields
    .filter((name) => to[name].trim() !== from[name] && !(lasting.has(name) && to[name].trim() === ''))
    .map((name) => [name, to[name].trim() === '' ? null : to[name].trim()]);
  const flags = flagFields.filter((name) => to[name] !== from[name]).map((name) => [name, to[name]]);
  return Object.fromEntries([...texts, ...flags]);
}

/** What is wrong with the values before anybody is asked. */
export function profileProblems(from: ProfileValues, to: ProfileValues): Partial<Record<TextField, string>> {
  const problems: Partial<Record<TextField, string>> = {};
  if (from.email !== '' && to.email.trim() === '')
    problems.email = 'An e-mail address cannot be taken away, only changed.';
  if (from.username !== '' && to.username.trim() === '')
    problems.username = 'A username cannot be taken away, only changed.';
  if (to.username.trim() !== from.username && to.email.trim() !== from.email) {
    problems.username = 'Change the username and the e-mail address one after the other.';
  }
  return problems;
}

const friendly: [RegExp, string][] = [
  [/format email/, 'This is not an e-mail address.'],
  [/Invalid URL/i, 'This is not an address; it begins with https://.'],
  [/Missing required|Too small|expected string to have >=1/, 'This is needed.'],
];

/** The server's words for each field, in words for people. Fields that the form does not have are left out. */
export function friendlyFields(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, reason]) => {
      const words = friendly.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;
      return [name.replace(/^patch\./, ''), /[.!?]$/.test(words) ? words : `${words}.`];
    }),
  );
}
