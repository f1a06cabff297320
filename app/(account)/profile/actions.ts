'use server';

import { z } from 'zod';
import { Unauthenticated } from '@/lib/errors';
import { beginOwnFactor, confirmOwnFactor, keyQr, newOwnRecoveryCode, removeOwnFactors } from '@/lib/factors';
import { action } from '@/lib/http/action';
import { selfContext } from '@/lib/http/session';
import { updateUser } from '@/lib/users';
import { jsonObject } from '@/lib/users/schemas';

/** Names nobody: whose data it is follows from the session alone. */
export const saveOwnMetadataAction = action({
  name: 'save own metadata',
  schema: z.strictObject({ expectedVersion: z.number().int().min(1), user_metadata: jsonObject }),
  guard: selfContext,
  handle: (ctx, { expectedVersion, user_metadata }) => {
    if (ctx.actor.type !== 'self') throw new Unauthenticated('You are signed out.');
    return updateUser(ctx, ctx.actor.userId, { user_metadata }, { expectedVersion, metadata: 'replace' });
  },
});

const proof = z.string().min(1).max(1024);

export const beginFactorAction = action({
  name: 'begin own factor',
  schema: z.strictObject({ proof }),
  guard: selfContext,
  handle: async (ctx, { proof }) => {
    const { account, ...begun } = await beginOwnFactor(ctx, proof);
    return { ...begun, qr: await keyQr(ctx, begun.secret, account) };
  },
});

export const confirmFactorAction = action({
  name: 'confirm own factor',
  schema: z.strictObject({ id: z.string().max(100), code: z.string().max(32) }),
  guard: selfContext,
  handle: confirmOwnFactor,
});

export const removeFactorsAction = action({
  name: 'remove own factors',
  schema: z.strictObject({ proof }),
  guard: selfContext,
  handle: async (ctx, { proof }) => {
    await removeOwnFactors(ctx, proof);
    return null;
  },
});

export const newRecoveryCodeAction = action({
  name: 'new own recovery code',
  schema: z.strictObject({ proof }),
  guard: selfContext,
  handle: (ctx, { proof }) => newOwnRecoveryCode(ctx, proof),
});
