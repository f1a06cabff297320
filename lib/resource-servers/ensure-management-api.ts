import { managementScopes, selfScopes } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { createResourceServer } from './create-resource-server';
import { findResourceServer } from './find-resource-server';

/** The Management API of this issuer as an API that tokens can be for; made once, by whichever process is first. */
export async function ensureManagementApi(ctx: Context, issuer: string): Promise<void> {
  const identifier = `${issuer}api/v2/`;
  if (await findResourceServer(ctx, identifier)) return;
  const scopes = [...managementScopes, ...selfScopes].map((value) => ({ value }));
  try {
    const input = { identifier, name: 'Annex Management API', scopes };
    await createResourceServer(ctx, input, { isSystem: true });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}
