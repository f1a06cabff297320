import { emailProvider } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { assertCredentials, presentProvider, providerRow } from './provider';
import { type CreateProviderInput, createProviderInput, type ProviderView } from './schemas';

/** Says through whom mail is sent from now on. Throws Invalid, and Conflict when there is a provider. */
export async function createProvider(ctx: Context, input: CreateProviderInput): Promise<ProviderView> {
  authorize(ctx, 'create:email_provider');
  const { name, credentials, enabled, default_from_address, settings } = parseInput(
    createProviderInput,
    input,
  );
  assertCredentials(name, credentials);
  const provider = {
    name,
    credentials,
    enabled: enabled ?? true,
    defaultFromAddress: default_from_address ?? null,
    settings: settings ?? null,
  };
  return withTransaction(ctx, async (tx) => {
    const made = await tx.db
      .insert(emailProvider)
      .values(providerRow(tx, provider))
      .onConflictDoNothing()
      .returning({ slot: emailProvider.slot });
    if (made.length === 0) throw new Conflict('An email provider is configured already.');
    const after = presentProvider(provider);
    await recordChange(tx, { kind: 'email_provider', id: name, before: null, after });
    return after;
  });
}
