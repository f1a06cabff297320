import { eq } from 'drizzle-orm';
import { clientCredentials } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { maxCredentials, newCredential, presentCredential } from './credential';
import { fetchApplication } from './internal';
import { refuseOperation } from './refuse';
import { type CreateCredentialInput, type CredentialView, createCredentialInput } from './schemas';

/**
 * Adds a public key to an application. It proves nothing until the application's `client_authentication_methods` name
 * it. Throws NotFound, Invalid, and Conflict for a `kid` that the application has.
 */
export async function createCredential(
  ctx: Context,
  clientId: string,
  input: CreateCredentialInput,
): Promise<CredentialView> {
  authorize(ctx, 'create:client_credentials');
  const row = await newCredential(ctx, clientId, parseInput(createCredentialInput, input));
  return withTransaction(ctx, async (tx) => {
    await fetchApplication(tx, clientId, { lock: true });
    const others = await tx.db
      .select({ kid: clientCredentials.kid })
      .from(clientCredentials)
      .where(eq(clientCredentials.clientId, clientId));
    if (others.length >= maxCredentials) refuseOperation(`A client may have ${maxCredentials} credentials.`);
    if (others.some(({ kid }) => kid === row.kid))
      throw new Conflict('The client has a credential of this kid already.');
    await tx.db.insert(clientCredentials).values(row);
    const view = presentCredential(row);
    const id = `${clientId} ${row.id}`;
    await recordChange(tx, { kind: 'client_credential', id, before: null, after: { ...view } });
    return view;
  });
}
