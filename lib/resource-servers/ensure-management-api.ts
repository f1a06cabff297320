import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { resourceServers } from '@/db/schema';
import { authorize, managementScopes, selfScopes } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { recordChange } from '@/lib/logs';
import { createResourceServer } from './create-resource-server';
import { announceResourceServers, findResourceServer, type ResourceServer } from './find-resource-server';

/** auth0-deploy-cli knows the API by this name and leaves it alone. */
const managementApiName = 'Auth0 Management API';

const scopes = [...managementScopes, ...selfScopes].map((value) => ({ value }));

/** An Annex that was updated may know more scopes than the one that made the API. */
async function bringUpToDate(ctx: Context, found: ResourceServer): Promise<void> {
  if (found.name === managementApiName && isDeepStrictEqual(found.scopes, scopes)) return;
  await withTransaction(ctx, async (tx) => {
    await tx.db
      .update(resourceServers)
      .set({ name: managementApiName, scopes })
      .where(eq(resourceServers.identifier, found.identifier));
    const { identifier: id, name } = found;
    await recordChange(tx, {
      kind: 'resource_server',
      id,
      before: { name },
      after: { name: managementApiName, scopes },
    });
    await announceResourceServers(tx);
  });
}

/** The Management API of this issuer as an API that tokens can be for; made once, by whichever process is first. */
export async function ensureManagementApi(ctx: Context, issuer: string): Promise<void> {
  authorize(ctx, 'create:resource_servers');
  const identifier = `${issuer}api/v2/`;
  const found = await findResourceServer(ctx, identifier);
  if (found) return bringUpToDate(ctx, found);
  try {
    const input = { identifier, name: managementApiName, scopes };
    await createResourceServer(ctx, input, { isSystem: true });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}
