import { emailProvider } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import {
  assertCredentials,
  fetchProvider,
  presentProvider,
  providerRow,
  type StoredProvider,
} from './provider';
import { type ProviderView, type UpdateProviderInput, updateProviderInput } from './schemas';

/**
 * Changes the provider. Credentials of the same provider are merged by member, so that a new password needs not repeat
 * the host; another provider starts from none. Throws NotFound `inexistent_email_provider`, Invalid.
 */
export async function updateProvider(ctx: Context, input: UpdateProviderInput): Promise<ProviderView> {
  authorize(ctx, 'update:email_provider');
  const patch = parseInput(updateProviderInput, input);
  return withTransaction(ctx, async (tx) => {
    const stored = await fetchProvider(tx, { lock: true });
    const isSame = patch.name === undefined || patch.name === stored.name;
    const next: StoredProvider = {
      ...stored,
      name: patch.name ?? stored.name,
      enabled: patch.enabled ?? stored.enabled,
      defaultFromAddress: patch.default_from_address ?? stored.defaultFromAddress,
      credentials: { ...(isSame ? stored.credentials : {}), ...patch.credentials },
      settings: patch.settings === undefined ? stored.settings : patch.settings,
    };
    assertCredentials(next.name, next.credentials);
    await tx.db.update(emailProvider).set(providerRow(tx, next));
    const before = presentProvider(stored);
    const after = presentProvider(next);
    await recordChange(tx, { kind: 'email_provider', id: next.name, before, after });
    return after;
  });
}

/**
 * Says that mail with links into administrators' accounts may leave through the provider as it is now. For an
 * administrator of the console alone: a machine that may set the provider could send such links to itself.
 */
export async function confirmProvider(ctx: Context): Promise<void> {
  authorize(ctx, 'update:email_provider');
  if (ctx.actor.type !== 'admin') throw new Forbidden('Only an administrator may confirm the provider.');
  await withTransaction(ctx, async (tx) => {
    const stored = await fetchProvider(tx, { lock: true });
    await tx.db.update(emailProvider).set({ confirmed: true });
    const shown = presentProvider(stored);
    await recordChange(tx, {
      kind: 'email_provider',
      id: stored.name,
      before: { ...shown, confirmed: stored.confirmed },
      after: { ...shown, confirmed: true },
    });
  });
}
