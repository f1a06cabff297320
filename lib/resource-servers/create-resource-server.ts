import { resourceServers } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newObjectId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { announceResourceServers } from './find-resource-server';
import { assertLifetimes, presentResourceServer } from './internal';
import { mfaAudience } from './mfa-api';
import { createResourceServerInput, type ResourceServerInput, type ResourceServerView } from './schemas';

const webLifetime = 7200;

const taken = () => new Conflict('A resource server with the same identifier already exists');

/**
 * Makes an API that tokens can be for (`reference/management-api.md` 8.3). Without a name it has its identifier's.
 * `isSystem` is for the Management API and comes from setup alone. Throws Invalid, Conflict.
 */
export async function createResourceServer(
  ctx: Context,
  input: ResourceServerInput,
  options: { isSystem?: boolean } = {},
): Promise<ResourceServerView> {
  authorize(ctx, 'create:resource_servers');
  const parsed = parseInput(createResourceServerInput, input);
  if (parsed.identifier === mfaAudience()) throw taken();
  const tokenLifetime = parsed.token_lifetime ?? 86_400;
  const values = {
    identifier: parsed.identifier,
    id: newObjectId(ctx.now()),
    name: parsed.name ?? parsed.identifier.replace(/[<>]/g, '').slice(0, 200),
    scopes: parsed.scopes ?? [],
    signingAlg: parsed.signing_alg ?? 'RS256',
    tokenLifetime,
    tokenLifetimeForWeb: parsed.token_lifetime_for_web ?? Math.min(webLifetime, tokenLifetime),
    tokenDialect: parsed.token_dialect ?? 'access_token',
    enforcePolicies: parsed.enforce_policies ?? false,
    allowOfflineAccess: parsed.allow_offline_access ?? false,
    skipConsent: parsed.skip_consent_for_verifiable_first_party_clients ?? false,
    isSystem: options.isSystem ?? false,
    createdAt: ctx.now(),
  } as const;
  const view = presentResourceServer(values);
  assertLifetimes(view);
  return withTransaction(ctx, async (tx) => {
    const made = await tx.db
      .insert(resourceServers)
      .values(values)
      .onConflictDoNothing()
      .returning({ id: resourceServers.id });
    if (made.length === 0) throw taken();
    await recordChange(tx, { kind: 'resource_server', id: view.identifier, before: null, after: view });
    await announceResourceServers(tx);
    return view;
  });
}
