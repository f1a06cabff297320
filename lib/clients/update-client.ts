import { and, eq, inArray } from 'drizzle-orm';
import { clientCredentials, clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newSecret } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { seal } from '@/lib/secrets';
import { isPublicClient } from './authentication';
import { assertConsistent, columnsOf } from './columns-of';
import { type ClientRow, fetchClient, own, recordClientChange } from './internal';
import { announceClients } from './known-client';
import { wholePresenter } from './present-client';
import { refuse, refuseOperation } from './refuse';
import { type ClientView, type UpdateClientInput, updateClientInput } from './schemas';

const pageFields = new Set(['custom_login_page', 'custom_login_page_on', 'custom_login_page_preview']);

function assertPageOnly(patch: object): void {
  const other = Object.keys(patch).find((name) => !pageFields.has(name));
  if (other === undefined) return;
  refuseOperation(`The global client is no application: ${other} cannot be changed, only its sign-in page.`);
}

type Methods = ClientRow['authenticationMethods'];

/** The credentials that a client is to prove itself by: its own, each once. */
async function chosenMethods(
  ctx: Context,
  clientId: string,
  methods: NonNullable<Methods>,
): Promise<Methods> {
  const ids = [...new Set(methods.private_key_jwt.credentials.map(({ id }) => id))];
  const found = await ctx.db
    .select({ id: clientCredentials.id })
    .from(clientCredentials)
    .where(and(eq(clientCredentials.clientId, clientId), inArray(clientCredentials.id, ids)));
  const missing = ids.find((id) => !found.some((credential) => credential.id === id));
  if (missing !== undefined) {
    refuse('client_authentication_methods.private_key_jwt.credentials', `No credential ${missing}`);
  }
  return { private_key_jwt: { credentials: ids.map((id) => ({ id })) } };
}

/**
 * Changes the named fields of an application; of the global client only its sign-in page. A secret and an encryption
 * key need `update:client_keys`, the ways of authentication `update:client_credentials`. An application that has no
 * secret gets one when it begins to need it. Throws NotFound, Invalid, Forbidden.
 */
export async function updateClient(
  ctx: Context,
  clientId: string,
  input: UpdateClientInput,
): Promise<ClientView> {
  authorize(ctx, 'update:clients');
  const patch = parseInput(updateClientInput, input);
  const { client_authentication_methods: methods, ...fields } = patch;
  if (fields.client_secret !== undefined || fields.encryption_key !== undefined) {
    authorize(ctx, 'update:client_keys');
  }
  if (methods !== undefined) authorize(ctx, 'update:client_credentials');
  return withTransaction(ctx, async (tx) => {
    const stored = await fetchClient(tx, clientId, { lock: true });
    if (stored.global) assertPageOnly(patch);
    const present = await wholePresenter(tx);
    if (Object.keys(patch).length === 0) return present(stored);
    const columns = {
      ...columnsOf(fields, stored),
      ...(methods !== undefined && {
        authenticationMethods: methods && (await chosenMethods(tx, clientId, methods)),
      }),
    };
    const next = { ...stored, ...columns };
    assertConsistent(next);
    const needsSecret = !next.clientSecret && !next.global && !isPublicClient(next);
    const [row = next] = await tx.db
      .update(clients)
      .set({ ...columns, ...(needsSecret ? { clientSecret: seal(newSecret()) } : {}) })
      .where(own(clientId))
      .returning();
    await recordClientChange(tx, stored, row);
    await announceClients(tx);
    return present(row);
  });
}
