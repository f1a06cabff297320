import type { z } from 'zod';
import { authorize } from '@/lib/access';
import { getConnection } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { queueVerification } from '@/lib/mail';
import { checkBag, checkSize, type MergeMode, mergeMetadata } from '@/lib/metadata';
import { assertStrong, hashPassword } from '@/lib/passwords';
import { assertWritable, updateScopes, type WritableField } from './gate';
import { assertIdentifiable, assertVersion, fetchUser } from './internal';
import { normalizeName } from './login-keys';
import { assertUsernameFits } from './names-of-connection';
import { saveUser } from './save-user';
import { type UpdateUserInput, updateUserInput, type VersionedUser } from './schemas';
import type { StoredUser, UserState } from './state';

type Patch = z.output<typeof updateUserInput>;

/** Members of the body that say how to act and are not fields of the user. */
const directives = new Set(['connection', 'client_id', 'verify_email']);

function fieldsOf(patch: Patch): WritableField[] {
  return Object.keys(patch).filter((key) => !directives.has(key)) as WritableField[];
}

/** What the gate is asked for. Who may have a verification mail sent is who may say that the address is verified. */
function gatedFields(patch: Patch): WritableField[] {
  const fields = fieldsOf(patch);
  return patch.verify_email === true ? [...new Set([...fields, 'email_verified' as const])] : fields;
}

/** Pairs that the contract refuses in one call (`reference/management-api.md` 2.5). */
const exclusive: readonly [WritableField, WritableField][] = [
  ['password', 'email'],
  ['password', 'email_verified'],
  ['username', 'email'],
  ['username', 'email_verified'],
  ['username', 'password'],
];

function assertTogether(fields: readonly WritableField[]): void {
  const pair = exclusive.find(([a, b]) => fields.includes(a) && fields.includes(b));
  if (!pair) return;
  throw new Invalid(`Cannot update ${pair[0]} and ${pair[1]} simultaneously`, {
    errorCode: 'invalid_body',
    fields: { [pair[0]]: `Change ${pair[0]} and ${pair[1]} in two calls.` },
  });
}

const signInFields: readonly WritableField[] = ['email', 'username', 'password'];

/** Refuses what the user's connection has no place for. Reads the connection only when it decides something. */
async function assertSupported(ctx: Context, stored: StoredUser, patch: Patch): Promise<void> {
  const fields = fieldsOf(patch).filter((field) => signInFields.includes(field));
  const [field] = fields;
  if (field === undefined) return;
  const unsupported = (message: string) =>
    new Invalid(message, { errorCode: 'operation_not_supported', fields: { [field]: message } });
  if (stored.identities[0]?.provider !== 'auth0') {
    throw unsupported(`Cannot update ${field}: the user signs in through ${stored.connection}.`);
  }
  if (patch.username === undefined && patch.password === undefined) return;
  const { options } = await getConnection(ctx, stored.connection);
  if (patch.username !== undefined) assertUsernameFits(patch.username, options);
  if (patch.password !== undefined) assertStrong(patch.password, options);
}

function keep<T>(next: T | undefined, stored: T): T {
  return next === undefined ? stored : next;
}

function bagAfter(
  name: 'user_metadata' | 'app_metadata',
  stored: StoredUser['userMetadata'],
  patch: Patch['user_metadata'],
  mode: MergeMode,
): StoredUser['userMetadata'] {
  if (patch === undefined) return stored;
  if (patch !== null) checkBag(name, patch);
  return mergeMetadata(stored, patch, mode);
}

/** The state after a patch; pure. A new e-mail address is not verified unless the patch says so. */
function applyPatch(stored: StoredUser, patch: Patch, mode: MergeMode): UserState {
  const email = patch.email === undefined ? stored.email : normalizeName(patch.email);
  const verified = email === stored.email ? stored.emailVerified : false;
  return {
    ...stored,
    email,
    emailVerified: keep(patch.email_verified, verified),
    username: patch.username === undefined ? stored.username : normalizeName(patch.username),
    phoneNumber: keep(patch.phone_number, stored.phoneNumber),
    phoneVerified: keep(patch.phone_verified, stored.phoneVerified),
    name: keep(patch.name, stored.name),
    nickname: keep(patch.nickname, stored.nickname),
    givenName: keep(patch.given_name, stored.givenName),
    familyName: keep(patch.family_name, stored.familyName),
    picture: keep(patch.picture, stored.picture),
    blocked: keep(patch.blocked, stored.blocked),
    userMetadata: bagAfter('user_metadata', stored.userMetadata, patch.user_metadata, mode),
    appMetadata: bagAfter('app_metadata', stored.appMetadata, patch.app_metadata, mode),
  };
}

export type UpdateOptions = {
  /** Refuse unless the user is still at this version (If-Match). */
  expectedVersion?: number | undefined;
  /** How the bags are written; the contract's PATCH merges. */
  metadata: MergeMode;
};

/**
 * Changes a user (`reference/management-api.md` 2.5, 3.1) through the one gate, recording who changed what. Four
 * statements with begin and commit. A patch that changes nothing writes nothing.
 * Throws Forbidden for a field the actor may not write, Invalid, NotFound, Conflict, PreconditionFailed.
 */
export async function updateUser(
  ctx: Context,
  userId: string,
  input: UpdateUserInput,
  options: UpdateOptions,
): Promise<VersionedUser> {
  authorize(ctx, ...updateScopes);
  const patch = parseInput(updateUserInput, input);
  const fields = gatedFields(patch);
  assertWritable(ctx.actor, { userId, isAdmin: false }, fields);
  assertTogether(fieldsOf(patch));
  const passwordHash = patch.password === undefined ? undefined : await hashPassword(patch.password);
  return withTransaction(ctx, async (tx) => {
    const { isAdmin, ...stored } = await fetchUser(tx, userId, { lock: true });
    assertWritable(ctx.actor, { userId, isAdmin }, fields);
    assertVersion(tx, stored, options.expectedVersion);
    await assertSupported(tx, stored, patch);
    const after = applyPatch(stored, patch, options.metadata);
    assertIdentifiable(after);
    checkSize(after.userMetadata, after.appMetadata);
    const password =
      passwordHash === undefined ? undefined : { identity: '', hash: passwordHash, earlier: [] };
    const saved = await saveUser(tx, stored, after, password);
    if (patch.verify_email && after.email !== null) {
      await queueVerification(tx, userId, { clientId: patch.client_id });
    }
    return saved;
  });
}
