import { ensureGlobalClient } from '@/lib/clients';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { ensureKeys } from '@/lib/keys';
import { ensureManagementApi } from '@/lib/resource-servers';
import { hasAdmin } from './admins';
import { createFirstAdmin, newSetupToken } from './first-admin';
import { ensureInternalClient } from './internal-client';

export type BootstrapOptions = {
  /** With its trailing slash. */
  issuer: string;
  admin?: { email: string; password: string } | undefined;
};

/**
 * Brings a migrated database to where Annex can serve: signing keys, the default connection, the Management API,
 * the global client, Annex's own client, the first administrator. Repeatable; changes nothing that is there.
 * Gives the set-up page's address while there is no administrator.
 */
export async function bootstrap(
  ctx: Context,
  { issuer, admin }: BootstrapOptions,
): Promise<{ setupUrl: string | null }> {
  await ensureKeys(ctx);
  await ensureConnection(ctx, defaultConnection);
  await ensureManagementApi(ctx, issuer);
  await ensureGlobalClient(ctx);
  await ensureInternalClient(ctx, issuer);
  if (await hasAdmin(ctx)) return { setupUrl: null };
  if (admin) {
    await createFirstAdmin(ctx, admin);
    return { setupUrl: null };
  }
  return { setupUrl: `${issuer}setup?token=${await newSetupToken(ctx)}` };
}
