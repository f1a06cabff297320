import { managementScopes, selfScopes } from '@/lib/access';
import type { Context } from '@/lib/context';
import { createResourceServer } from './create-resource-server';
import { findResourceServer } from './find-resource-server';

/** The Management API of this issuer as an API that tokens can be for; made once. */
export async function ensureManagementApi(ctx: Context, issuer: string): Promise<void> {
  const identifier = `${issuer}api/v2/`;
  if (await findResourceServer(ctx, identifier)) return;
  const scopes = [...managementScopes, ...selfScopes].map((value) => ({ value }));
  await createResourceServer(ctx, { identifier, name: 'Annex Management API', scopes }, { isSystem: true });
}
