import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@/db/schema/columns';
import { signInUser } from './login';
import type { Login } from './login.types';

/** Fields of `user` that rules have changed: to be laid over the profile of a later moment, or of another user. */
export type UserChanges = { set: JsonObject; removed: string[] };

/** What rules have made of the `user` of this sign-in. */
export function userChanges(login: Login, final: JsonObject): UserChanges {
  const own = signInUser(login);
  const set = Object.entries(final).filter(([name, value]) => !isDeepStrictEqual(own[name], value));
  const removed = Object.keys(own).filter((name) => !Object.hasOwn(final, name));
  return { set: Object.fromEntries(set), removed };
}

/** The `user` of this sign-in with what rules changed before. */
export function withUserChanges(login: Login, { set, removed }: UserChanges): JsonObject {
  const kept = Object.entries(signInUser(login)).filter(([name]) => !removed.includes(name));
  return { ...Object.fromEntries(kept), ...set };
}
