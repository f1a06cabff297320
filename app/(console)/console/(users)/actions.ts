'use server';

import { z } from 'zod';
import { restoreChanges } from '@/components/users/history';
import { createUserWithActions } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { resetFactors } from '@/lib/factors';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';
import { deleteUser, listUserVersions, restoreUser, type UserVersion, updateUser } from '@/lib/users';
import { createUserInput, updateUserInput } from '@/lib/users/schemas';

const userId = z.string().min(1).max(300);
const expectedVersion = z.number().int().min(1);

export const createUserAction = action({
  name: 'create user',
  schema: createUserInput.pick({
    connection: true,
    email: true,
    username: true,
    name: true,
    password: true,
    email_verified: true,
  }),
  guard: adminContext,
  handle: async (ctx, input) => ({ userId: (await createUserWithActions(ctx, input)).user.user_id }),
});

const profileFields = updateUserInput.pick({
  email: true,
  email_verified: true,
  username: true,
  phone_number: true,
  phone_verified: true,
  name: true,
  nickname: true,
  given_name: true,
  family_name: true,
  picture: true,
});

export const saveProfileAction = action({
  name: 'save profile',
  schema: z.strictObject({ userId, expectedVersion, patch: profileFields }),
  guard: adminContext,
  handle: (ctx, { userId, expectedVersion, patch }) =>
    updateUser(ctx, userId, patch, { expectedVersion, metadata: 'merge', mayClear: true }),
});

const bagFields = updateUserInput.pick({ user_metadata: true, app_metadata: true });

export const saveMetadataAction = action({
  name: 'save metadata',
  schema: z.strictObject({ userId, expectedVersion, patch: bagFields }),
  guard: adminContext,
  handle: (ctx, { userId, expectedVersion, patch }) =>
    updateUser(ctx, userId, patch, { expectedVersion, metadata: 'replace' }),
});

/** An administrator who blocks or deletes themselves would lock themselves out; somebody else has to. */
function assertNotSelf(ctx: Context, target: string, what: string): void {
  if (ctx.actor.type !== 'admin' || ctx.actor.userId !== target) return;
  throw new Forbidden(`You cannot ${what} your own account. Another administrator can.`);
}

export const setBlockedAction = action({
  name: 'block user',
  schema: z.strictObject({ userId, blocked: z.boolean() }),
  guard: adminContext,
  handle: (ctx, { userId, blocked }) => {
    assertNotSelf(ctx, userId, 'block');
    return updateUser(ctx, userId, { blocked }, { metadata: 'merge' });
  },
});

export const changePasswordAction = action({
  name: 'change password',
  schema: z.strictObject({ userId, password: createUserInput.shape.password.unwrap() }),
  guard: adminContext,
  handle: async (ctx, { userId, password }) => {
    const { version } = await updateUser(ctx, userId, { password }, { metadata: 'merge' });
    return { version };
  },
});

export const resetFactorsAction = action({
  name: 'reset second factor',
  schema: z.strictObject({ userId }),
  guard: adminContext,
  handle: async (ctx, { userId }) => {
    await resetFactors(ctx, userId, { scope: 'update:users' });
    return null;
  },
});

export const deleteUserAction = action({
  name: 'delete user',
  schema: z.strictObject({ userId }),
  guard: adminContext,
  handle: async (ctx, { userId }) => {
    assertNotSelf(ctx, userId, 'delete');
    await deleteUser(ctx, userId);
    return null;
  },
});

const versionOf = z.strictObject({ userId, version: z.number().int().min(1) });

export const previewRestoreAction = action({
  name: 'preview restore',
  schema: versionOf,
  guard: adminContext,
  handle: async (ctx, { userId, version }) => {
    const rows: UserVersion[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const page = await listUserVersions(ctx, userId, { take: 100, ...(before ? { before } : {}) });
      rows.push(...page.versions.filter((row) => row.version > version));
      before = page.versions.some((row) => row.version <= version) ? null : page.next;
    }
    return { current: rows[0]?.version ?? version, changes: restoreChanges(rows) };
  },
});

export const restoreUserAction = action({
  name: 'restore user',
  schema: versionOf.extend({ expectedVersion }),
  guard: adminContext,
  handle: async (ctx, { userId, version, expectedVersion }) => {
    const restored = await restoreUser(ctx, userId, version, { expectedVersion });
    return { version: restored.version };
  },
});
