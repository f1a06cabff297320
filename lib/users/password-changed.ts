import { z } from 'zod';
import type { Context } from '@/lib/context';
import { defineJob, enqueue } from '@/lib/queue';

/** What is to happen after a change of password, in the background: the Actions of the tenant. */
export const passwordChanged = defineJob({
  kind: 'password_changed',
  schema: z.strictObject({
    user_id: z.string(),
    /** Of the account whose password it is, which may be a linked one. */
    connection: z.string(),
    client_id: z.string().optional(),
    method: z.string(),
    ip: z.string().optional(),
    user_agent: z.string().optional(),
  }),
  atOnce: 4,
});

/** In the transaction of the change: what follows happens if that is stored, and then for certain. */
export async function queuePasswordChanged(ctx: Context, userId: string, connection: string): Promise<void> {
  const { apiCall, caller, ip, userAgent } = ctx;
  await enqueue(ctx, passwordChanged, {
    user_id: userId,
    connection,
    client_id: caller?.clientId,
    method: (apiCall?.method ?? 'post').toUpperCase(),
    ip,
    user_agent: userAgent,
  });
}
