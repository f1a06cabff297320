import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type SignInFilter, signInResults } from '@/lib/sign-ins/schemas';

/** What the address of the log holds. `from` is where an older page begins; without it the newest are shown, live. */
export const logParams = {
  result: parseAsStringLiteral(signInResults),
  rule: parseAsString,
  user: parseAsString,
  application: parseAsString,
  from: parseAsString,
};

export type LogParams = {
  result: (typeof signInResults)[number] | null;
  rule: string | null;
  user: string | null;
  application: string | null;
  from: string | null;
};

/** The list as the verb wants it asked. */
export function toSignInFilter({ result, rule, user, application, from }: LogParams): SignInFilter {
  return {
    ...(result === null ? {} : { result }),
    ...(rule === null ? {} : { rule_id: rule }),
    ...(user === null ? {} : { user_id: user }),
    ...(application === null ? {} : { client_id: application }),
    ...(from === null ? {} : { from }),
  };
}

/** Whether anything but the place in the list is asked for. */
export function isFiltered({ result, rule, user, application }: LogParams): boolean {
  return [result, rule, user, application].some((value) => value !== null);
}
