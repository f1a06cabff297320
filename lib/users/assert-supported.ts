import { getConnection, keepsPasswords, syncsProfile } from '@/lib/connections';
import type { Context } from '@/lib/context';
import type { WritableField } from './gate';
import { assertUsernameFits } from './names-of-connection';
import { assertEnabled, fieldsOf, type Patch, refusedFields } from './patch';
import type { Identity } from './state';

const signInFields: readonly WritableField[] = ['email', 'username', 'password'];
const accountFields: readonly WritableField[] = [
  ...signInFields,
  'email_verified',
  'phone_number',
  'phone_verified',
];
const profileFields: readonly WritableField[] = ['name', 'nickname', 'given_name', 'family_name', 'picture'];

/** Providers whose users are known here and nowhere else. */
const ownProviders = new Set(['auth0', 'email', 'sms']);

type Question = { identity: Identity; isLinked: boolean; fields: readonly WritableField[]; patch: Patch };

const named = (fields: readonly WritableField[], of: readonly WritableField[]) =>
  fields.filter((field) => of.includes(field));

function assertSignInFields({ identity, isLinked, fields, patch }: Question): void {
  const { provider, connection, isSocial } = identity;
  const refused = named(fields, isLinked ? accountFields : signInFields);
  if (provider !== 'auth0' && refused.length > 0) {
    throw refusedFields(
      `Cannot update ${refused.join(', ')}: the user signs in through ${connection}.`,
      refused,
    );
  }
  const isEnterprise = !isSocial && !ownProviders.has(provider);
  if (patch.email_verified === false && (isEnterprise || provider === 'sms')) {
    throw refusedFields('Cannot set email_verified to false for enterprise and SMS users.', [
      'email_verified',
    ]);
  }
}

/** Whether the connection of the identity writes the profile anew at each sign-in. */
async function isSynced(ctx: Context, { provider, connection }: Identity): Promise<boolean> {
  return !ownProviders.has(provider) && (await syncsProfile(ctx, connection));
}

async function assertProfileFields(ctx: Context, { identity, isLinked, fields }: Question): Promise<void> {
  const refused = named(fields, profileFields);
  if (refused.length === 0) return;
  const list = `The following user attributes cannot be updated: ${refused.join(', ')}.`;
  if (isLinked) throw refusedFields(`${list} They are those of a linked account.`, refused);
  if (!(await isSynced(ctx, identity))) return;
  throw refusedFields(
    `${list} The connection (${identity.connection}) writes them at each sign-in; it would have to stop that first.`,
    refused,
  );
}

async function assertRemovable(ctx: Context, { identity, patch }: Question): Promise<void> {
  const removed = profileFields.filter((field) => patch[field as keyof Patch] === null);
  if (removed.length === 0 || !ownProviders.has(identity.provider)) return;
  const { options } = await getConnection(ctx, identity.connection);
  if (!keepsPasswords(options)) return;
  const refused = removed.filter((field) => !options.non_persistent_attrs?.includes(field));
  if (refused.length === 0) return;
  throw refusedFields(`The following user attributes cannot be removed: ${refused.join(', ')}.`, refused);
}

/**
 * Refuses what the connection of the patched identity has no place for (`reference/management-api.md` 2.5), naming the
 * fields. Reads the connection only when it decides something. `mayClear`: profile attributes may be removed although
 * the contract has no way to.
 */
export async function assertSupported(
  ctx: Context,
  patch: Patch,
  identity: Identity,
  { isLinked, mayClear }: { isLinked: boolean; mayClear: boolean },
): Promise<void> {
  const question = { identity, isLinked, fields: fieldsOf(patch), patch };
  assertSignInFields(question);
  await assertProfileFields(ctx, question);
  if (!mayClear) await assertRemovable(ctx, question);
  if (!patch.username && !patch.email) return;
  const connection = await getConnection(ctx, identity.connection);
  if (patch.email) assertEnabled(ctx, connection, ['email']);
  if (patch.username) assertUsernameFits(patch.username, connection.options);
}
