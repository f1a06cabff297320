'use server';

import { z } from 'zod';
import { createClient, deleteClient, rotateSecret, updateClient } from '@/lib/clients';
import { createApplicationInput, updateClientInput } from '@/lib/clients/schemas';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';

const clientId = z.string().min(1).max(100);

export const createApplicationAction = action({
  name: 'create application',
  schema: createApplicationInput,
  guard: adminContext,
  handle: async (ctx, input) => {
    const { client_id, client_secret } = await createClient(ctx, input);
    return { clientId: client_id, clientSecret: client_secret };
  },
});

export const saveApplicationAction = action({
  name: 'save application',
  schema: z.strictObject({ clientId, patch: updateClientInput }),
  guard: adminContext,
  handle: (ctx, { clientId, patch }) => updateClient(ctx, clientId, patch),
});

export const rotateSecretAction = action({
  name: 'rotate secret',
  schema: z.strictObject({ clientId }),
  guard: adminContext,
  handle: async (ctx, { clientId }) => ({ clientSecret: (await rotateSecret(ctx, clientId)).client_secret }),
});

export const deleteApplicationAction = action({
  name: 'delete application',
  schema: z.strictObject({ clientId }),
  guard: adminContext,
  handle: async (ctx, { clientId }) => {
    await deleteClient(ctx, clientId);
    return null;
  },
});
