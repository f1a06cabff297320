import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@/db/schema/columns';
import { holds, type Scope } from '@/lib/access';
import type { Actor } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import type { SearchRights } from '@/lib/search';

/** Every field of a user that a request may name, in the contract's spelling. */
export type WritableField =
  | 'email'
  | 'email_verified'
  | 'username'
  | 'phone_number'
  | 'phone_verified'
  | 'name'
  | 'nickname'
  | 'given_name'
  | 'family_name'
  | 'picture'
  | 'blocked'
  | 'password'
  | 'user_metadata'
  | 'app_metadata';

const everything = new Set<WritableField>([
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  'name',
  'nickname',
  'given_name',
  'family_name',
  'picture',
  'blocked',
  'password',
  'user_metadata',
  'app_metadata',
]);
/** What could hand an administrator's account to somebody else. */
const accountFields: readonly WritableField[] = [
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  'password',
  'blocked',
];
const everythingButAccount = everything.difference(new Set(accountFields));
const both = new Set<WritableField>(['user_metadata', 'app_metadata']);
const appOnly = new Set<WritableField>(['app_metadata']);
const ownOnly = new Set<WritableField>(['user_metadata']);
const nothing = new Set<WritableField>();

/** The user a write is aimed at. */
export type Target = { userId: string; isAdmin: boolean };

/**
 * Who may write which field of an existing user: the one table behind every write path. A user may write their own
 * `user_metadata` and nothing else; a rule or an Action writes both bags of any user; only administrators touch what signs another
 * administrator in; whatever is not recognised writes nothing.
 */
export function writableFields(actor: Actor, target: Target): ReadonlySet<WritableField> {
  switch (actor.type) {
    case 'admin':
      return holds(actor, 'update:users') ? everything : nothing;
    case 'client':
      if (holds(actor, 'update:users')) return target.isAdmin ? everythingButAccount : everything;
      return holds(actor, 'update:users_app_metadata') ? appOnly : nothing;
    case 'self':
      return actor.userId === target.userId && holds(actor, ...ownScopes) ? ownOnly : nothing;
    case 'rule':
    case 'action':
      return both;
    case 'job':
      return target.isAdmin ? everythingButAccount : everything;
    case 'system':
      return everything;
    default:
      return nothing;
  }
}

/** What a person needs to write their own metadata; with the second alone they may add to it. */
const ownScopes: Scope[] = ['update:current_user_metadata', 'create:current_user_metadata'];

/** Throws Forbidden when a person who may only add to their metadata would change or remove a key of it. */
export function assertOnlyAdds(actor: Actor, before: JsonObject | null, after: JsonObject | null): void {
  if (actor.type !== 'self' || holds(actor, 'update:current_user_metadata')) return;
  const lost = Object.entries(before ?? {}).find(([key, value]) => !isDeepStrictEqual(after?.[key], value));
  if (lost === undefined) return;
  throw new Forbidden('You may only add keys to this metadata.', {
    errorCode: 'insufficient_scope',
    fields: { [`user_metadata.${lost[0]}`]: 'You may not change this key.' },
  });
}

/** Scopes that open the update verb at all; the gate then decides by field. */
export const updateScopes: readonly Scope[] = ['update:users', 'update:users_app_metadata', ...ownScopes];

/**
 * Throws Forbidden naming the first field that the actor may not write. A user of whom the actor may write nothing is
 * refused as a whole, even for a change of nothing, whose answer would show them.
 */
export function assertWritable(actor: Actor, target: Target, fields: readonly WritableField[]): void {
  const allowed = writableFields(actor, target);
  const refused = fields.find((field) => !allowed.has(field));
  if (refused === undefined && allowed.size > 0) return;
  throw new Forbidden(`You may not write ${refused ?? 'anything'} of this user.`, {
    errorCode: 'insufficient_scope',
    ...(refused === undefined ? {} : { fields: { [refused]: 'You may not write this field.' } }),
  });
}

/**
 * Whether the actor may delete the user: an administrator only by another one, never by a machine nor by a token of
 * their own; a user themselves, and nobody else.
 */
export function mayDelete(actor: Actor, target: Target): boolean {
  if (actor.type === 'self') {
    return actor.userId === target.userId && !target.isAdmin && holds(actor, 'delete:current_user');
  }
  if (!holds(actor, 'delete:users')) return false;
  return !target.isAdmin || actor.type === 'admin' || actor.type === 'system';
}

type Linking = {
  primary: Target;
  /** Unknown as long as nothing was looked up. */
  secondary?: Target;
  /** Whether the caller has shown an ID token of the secondary account; parting accounts needs none. */
  isProven: boolean;
};

function mayLink(actor: Actor, { primary, secondary, isProven }: Linking): boolean {
  const hasAdmin = primary.isAdmin || (secondary?.isAdmin ?? false);
  switch (actor.type) {
    case 'admin':
      return holds(actor, 'update:users');
    case 'client':
      return holds(actor, 'update:users') && !hasAdmin;
    case 'self':
      return (
        actor.userId === primary.userId &&
        holds(actor, 'update:current_user_identities') &&
        isProven &&
        !hasAdmin
      );
    case 'system':
      return true;
    default:
      return false;
  }
}

/**
 * Throws Forbidden unless the actor may link another account to a user, or unlink one: what signs an administrator in
 * is changed in the console alone, and people link to their own account what they have proven to be theirs.
 */
export function assertMayLink(actor: Actor, linking: Linking): void {
  if (mayLink(actor, linking)) return;
  throw new Forbidden('You may not link or unlink these accounts.', { errorCode: 'insufficient_scope' });
}

/**
 * Whether the actor may be given a ticket, which is a way into the account: for an administrator only another one,
 * never a machine.
 */
export function mayMakeTicket(actor: Actor, target: Target): boolean {
  if (!holds(actor, 'create:user_tickets')) return false;
  return !target.isAdmin || actor.type === 'admin' || actor.type === 'system';
}

/**
 * Whether the actor may give a user a second factor, take one away, or make a recovery code: of an administrator only
 * another one, never a machine nor a job; a user their own, by a token of the MFA API.
 */
export function mayChangeFactors(actor: Actor, target: Target): boolean {
  if (actor.type === 'self') {
    const isOwn = actor.userId === target.userId && !target.isAdmin;
    return isOwn && holds(actor, 'enroll', 'remove:authenticators');
  }
  return !target.isAdmin || actor.type === 'admin' || actor.type === 'system';
}

/** Whether the actor may see `app_metadata` of any user; a user never sees their own. */
export function readsAppMetadata(actor: Actor): boolean {
  return actor.type !== 'self' && holds(actor, 'read:users', 'update:users', 'create:users');
}

/** The bags that the actor's searches may look into; what they may not read must not be found, sorted or counted. */
export function searchRights(actor: Actor): SearchRights {
  return {
    userMetadata: true,
    appMetadata: readsAppMetadata(actor),
    roles: holds(actor, 'read:roles', 'read:role_members'),
  };
}

/** Throws Forbidden unless the actor may read this user at all. */
export function assertReadable(actor: Actor, userId: string): void {
  if (holds(actor, 'read:users')) return;
  if (actor.type === 'self' && actor.userId === userId && holds(actor, 'read:current_user')) return;
  throw new Forbidden('Insufficient scope, expected any of: read:users', { errorCode: 'insufficient_scope' });
}
