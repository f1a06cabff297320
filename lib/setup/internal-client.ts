import { eq } from 'drizzle-orm';
import { clients } from '@/db/schema';
import { announceClients, createClient } from '@/lib/clients';
import { asActor, type Context } from '@/lib/context';
import { open } from '@/lib/secrets';

/** Annex's own client, with which the console and the profile page sign in. */
export const internalClientId = 'AnnexConsoleAndProfilePages';

export type InternalClient = { clientId: string; clientSecret: string };

/** The credentials of Annex's own client. One statement. */
export async function internalClient(ctx: Context): Promise<InternalClient> {
  const [row] = await ctx.db
    .select({ secret: clients.clientSecret })
    .from(clients)
    .where(eq(clients.clientId, internalClientId));
  if (!row?.secret) throw new Error('Annex has not been set up: its own client is missing.');
  return { clientId: internalClientId, clientSecret: open(row.secret) };
}

/** Makes Annex's own client, or points an existing one at the present issuer. */
export async function ensureInternalClient(ctx: Context, issuer: string): Promise<void> {
  const callbacks = [`${issuer}api/auth/callback/annex`];
  const allowedLogoutUrls = [issuer, `${issuer}console`, `${issuer}profile`];
  const [existing] = await ctx.db
    .update(clients)
    .set({ callbacks, allowedLogoutUrls })
    .where(eq(clients.clientId, internalClientId))
    .returning({ clientId: clients.clientId });
  if (existing) {
    await announceClients(ctx);
    return;
  }
  const system = asActor(ctx, { type: 'system', reason: 'setup' }, 'system');
  await createClient(
    system,
    {
      client_id: internalClientId,
      name: 'Annex',
      app_type: 'regular_web',
      callbacks,
      allowed_logout_urls: allowedLogoutUrls,
    },
    { internal: true },
  );
}
