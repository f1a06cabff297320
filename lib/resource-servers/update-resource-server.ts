import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { resourceServers } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { announceResourceServers, type ResourceServer } from './find-resource-server';
import { assertLifetimes, fetchResourceServer, lockAccess, presentResourceServer } from './internal';
import {
  type ResourceServerView,
  type UpdateResourceServerInput,
  updateResourceServerInput,
} from './schemas';
import { withdrawScopes } from './withdraw';

type Patch = z.output<typeof updateResourceServerInput>;

/** What may be changed of the Management API. */
const ofSystem = new Set([
  'token_lifetime',
  'token_lifetime_for_web',
  'skip_consent_for_verifiable_first_party_clients',
]);

function assertPatchable(stored: ResourceServer, patch: Patch): void {
  if (!stored.isSystem) return;
  const field = Object.keys(patch).find((name) => !ofSystem.has(name));
  if (field === undefined) return;
  throw new Invalid(`${field} of ${stored.name} cannot be changed`, {
    errorCode: 'operation_not_supported',
    fields: { [field]: `Of ${stored.name} only ${[...ofSystem].join(', ')} can be changed.` },
  });
}

/** The API after a patch; pure. A shorter lifetime shortens the one for browsers unless the patch names it. */
function applyPatch(stored: ResourceServer, patch: Patch): ResourceServer {
  const tokenLifetime = patch.token_lifetime ?? stored.tokenLifetime;
  return {
    ...stored,
    name: patch.name ?? stored.name,
    scopes: patch.scopes ?? stored.scopes,
    signingAlg: patch.signing_alg ?? stored.signingAlg,
    tokenLifetime,
    tokenLifetimeForWeb: patch.token_lifetime_for_web ?? Math.min(stored.tokenLifetimeForWeb, tokenLifetime),
    tokenDialect: patch.token_dialect ?? stored.tokenDialect,
    enforcePolicies: patch.enforce_policies ?? stored.enforcePolicies,
    allowOfflineAccess: patch.allow_offline_access ?? stored.allowOfflineAccess,
    skipConsent: patch.skip_consent_for_verifiable_first_party_clients ?? stored.skipConsent,
  };
}

/**
 * Changes the named fields of an API, by id or identifier. Scopes that it loses are taken from every role, user and
 * application. Throws NotFound `inexistent_resource_server`, and Invalid, for most fields of the Management API too.
 */
export async function updateResourceServer(
  ctx: Context,
  idOrIdentifier: string,
  input: UpdateResourceServerInput,
): Promise<ResourceServerView> {
  authorize(ctx, 'update:resource_servers');
  const patch = parseInput(updateResourceServerInput, input);
  return withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    const stored = await fetchResourceServer(tx, idOrIdentifier);
    assertPatchable(stored, patch);
    const row = applyPatch(stored, patch);
    const [before, after] = [presentResourceServer(stored), presentResourceServer(row)];
    assertLifetimes(after);
    await tx.db.update(resourceServers).set(row).where(eq(resourceServers.identifier, row.identifier));
    const kept = new Set(row.scopes.map(({ value }) => value));
    const gone = stored.scopes.map(({ value }) => value).filter((value) => !kept.has(value));
    if (gone.length > 0) await withdrawScopes(tx, row.identifier, gone);
    await recordChange(tx, { kind: 'resource_server', id: row.identifier, before, after });
    await announceResourceServers(tx);
    return after;
  });
}
