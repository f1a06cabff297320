import type { z } from 'zod';
import type { StoredConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import type { WritableField } from './gate';
import type { updateUserInput } from './schemas';
import type { StoredUser } from './state';

export type Patch = z.output<typeof updateUserInput>;

/** Members of the body that say how to act and are not fields of the user. */
const directives = new Set(['connection', 'client_id', 'verify_email', 'verify_phone_number']);

export function fieldsOf(patch: Patch): WritableField[] {
  return Object.keys(patch).filter((key) => !directives.has(key)) as WritableField[];
}

/** What the gate is asked for. Who may have a verification mail sent is who may say that the address is verified. */
export function gatedFields(patch: Patch): WritableField[] {
  const fields = fieldsOf(patch);
  return patch.verify_email === true ? [...new Set([...fields, 'email_verified' as const])] : fields;
}

/** The contract's refusal of fields, each named (`reference/management-api.md` 2.5). */
export function refusedFields(message: string, fields: readonly string[]): Invalid {
  return new Invalid(message, {
    errorCode: 'operation_not_supported',
    fields: Object.fromEntries(fields.map((field) => [field, message])),
  });
}

/**
 * Refuses fields that sign in through a connection that no application may use (2.3, 2.5). It binds applications:
 * administrators act by Annex's own client, which uses every connection.
 */
export function assertEnabled(
  { actor }: Context,
  { name, isEnabled }: StoredConnection,
  fields: readonly string[],
): void {
  if (isEnabled || actor.type !== 'client') return;
  throw refusedFields(`The connection ${name} is disabled: it is enabled for no application.`, fields);
}

/** Pairs that the contract refuses in one call. */
const exclusive: readonly [WritableField, WritableField][] = [
  ['password', 'email'],
  ['password', 'email_verified'],
  ['username', 'email'],
  ['username', 'email_verified'],
  ['username', 'password'],
];

/** What the schema takes as null and nobody can do without. */
const lasting: readonly WritableField[] = ['email', 'username', 'password'];

/** Refuses fields that do not go together, and those that can be changed and not removed. */
export function assertPossible(patch: Patch): void {
  const fields = fieldsOf(patch);
  const pair = exclusive.find(([a, b]) => fields.includes(a) && fields.includes(b));
  if (pair) {
    throw new Invalid(`Cannot update ${pair[0]} and ${pair[1]} simultaneously`, {
      errorCode: 'invalid_body',
      fields: { [pair[0]]: `Change ${pair[0]} and ${pair[1]} in two calls.` },
    });
  }
  const removed = lasting.filter((field) => patch[field as keyof Patch] === null);
  if (removed.length > 0) {
    throw refusedFields(`The following user attributes cannot be removed: ${removed.join(', ')}.`, removed);
  }
}

/**
 * Which of the user's identities a patch is about: the main one, unless `connection` names that of a linked one.
 * Throws Invalid for a connection that is none of theirs, or that says not which of two is meant.
 */
export function patchedPosition({ identities }: StoredUser, connection: string | undefined): number {
  if (connection === undefined || identities[0]?.connection === connection) return 0;
  const positions = identities.flatMap((identity, position) =>
    identity.connection === connection ? [position] : [],
  );
  const [position] = positions;
  if (position !== undefined && positions.length === 1) return position;
  const reason =
    position === undefined
      ? `The user has no identity of the connection ${connection}.`
      : `The user has several identities of the connection ${connection}, and it does not say which is meant.`;
  throw new Invalid(reason, { errorCode: 'operation_not_supported', fields: { connection: reason } });
}
