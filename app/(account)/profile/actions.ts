'use server';

import { z } from 'zod';
import { Unauthenticated } from '@/lib/errors';
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
