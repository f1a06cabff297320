import { asc, eq } from 'drizzle-orm';
import { clientCredentials } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { fetchCredential, presentCredential } from './credential';
import { fetchClient } from './internal';
import type { CredentialView } from './schemas';

/** A public key of an application. Throws NotFound. */
export async function getCredential(ctx: Context, clientId: string, id: string): Promise<CredentialView> {
  authorize(ctx, 'read:client_credentials');
  await fetchClient(ctx, clientId);
  return presentCredential(await fetchCredential(ctx, clientId, id));
}

/** The public keys of an application, oldest first. Throws NotFound for an unknown application. */
export async function listCredentials(ctx: Context, clientId: string): Promise<CredentialView[]> {
  authorize(ctx, 'read:client_credentials');
  await fetchClient(ctx, clientId);
  const rows = await ctx.db
    .select()
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId))
    .orderBy(asc(clientCredentials.createdAt), asc(clientCredentials.id));
  return rows.map(presentCredential);
}
