import { clientCredentials, clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { enableConnectionsFor } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newSecret, randomAlphanumeric } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { open, seal } from '@/lib/secrets';
import { isPublicClient } from './authentication';
import { assertConsistent, columnsOf } from './columns-of';
import { newCredential, presentCredential } from './credential';
import { contractDefaults, sensibleDefaults } from './defaults';
import { recordClientChange } from './internal';
import { announceClients } from './known-client';
import { wholePresenter } from './present-client';
import { refuse } from './refuse';
import { type ClientWithSecret, type CreateClientInput, createClientInput } from './schemas';

export type CreateClientOptions = {
  /**
   * What stands for the fields that are not given: `sensible` suits the kind of application (the console),
   * `contract` is what Auth0's API gives, with a secret whatever the kind.
   */
  defaults?: 'sensible' | 'contract';
  /** Annex's own client; from setup alone. */
  internal?: boolean;
};

/**
 * Makes an application, and its secret unless it is public by sensible defaults; the answer shows both the secret and
 * the credentials that came with it. Credentials need `create:client_credentials`. Throws Invalid, Conflict.
 */
export async function createClient(
  ctx: Context,
  input: CreateClientInput,
  { defaults = 'sensible', internal = false }: CreateClientOptions = {},
): Promise<ClientWithSecret> {
  authorize(ctx, 'create:clients');
  const {
    client_id,
    client_authentication_methods: methods,
    ...patch
  } = parseInput(createClientInput, input);
  if (methods) authorize(ctx, 'create:client_credentials');
  const clientId = client_id ?? randomAlphanumeric(32);
  const base = defaults === 'contract' ? contractDefaults : sensibleDefaults(patch.app_type);
  const given = methods?.private_key_jwt.credentials ?? [];
  const credentials = await Promise.all(given.map((credential) => newCredential(ctx, clientId, credential)));
  if (new Set(credentials.map(({ kid }) => kid)).size < credentials.length) {
    refuse('client_authentication_methods', 'Two credentials have the same kid');
  }
  const values = {
    ...base,
    clientId,
    name: patch.name,
    authenticationMethods: methods
      ? { private_key_jwt: { credentials: credentials.map(({ id }) => ({ id })) } }
      : null,
    internal,
    createdAt: ctx.now(),
    ...columnsOf(patch, base),
    ...(methods && patch.token_endpoint_auth_method === undefined ? { tokenEndpointAuthMethod: null } : {}),
  };
  assertConsistent(values);
  const hasSecret = defaults === 'contract' || !isPublicClient(values);
  const clientSecret = values.clientSecret ?? (hasSecret ? seal(newSecret()) : null);
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(clients)
      .values({ ...values, clientSecret })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Conflict('A client with this client_id already exists.');
    if (credentials.length > 0) await tx.db.insert(clientCredentials).values(credentials);
    await recordClientChange(tx, null, row);
    if (!internal) await enableConnectionsFor(tx, clientId);
    await announceClients(tx);
    const present = await wholePresenter(tx);
    return {
      ...present(row),
      ...(methods && {
        client_authentication_methods: {
          private_key_jwt: { credentials: credentials.map(presentCredential) },
        },
      }),
      client_secret: clientSecret && open(clientSecret),
    };
  });
}
