import { eq } from 'drizzle-orm';
import { clientGrants } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { fetchApi } from '@/lib/resource-servers';
import type { ClientGrantView } from './grant-schemas';

export type ClientGrantRow = typeof clientGrants.$inferSelect;

/** The contract's shape. */
export function presentClientGrant(row: ClientGrantRow): ClientGrantView {
  const { id, clientId, audience, scope, allowAllScopes } = row;
  return {
    id,
    client_id: clientId,
    audience,
    scope,
    allow_all_scopes: allowAllScopes,
    subject_type: 'client',
  };
}

export async function fetchClientGrant(ctx: Context, id: string): Promise<ClientGrantRow> {
  const [row] = await ctx.db.select().from(clientGrants).where(eq(clientGrants.id, id));
  if (!row) throw new NotFound('The client grant does not exist', { errorCode: 'inexistent_client_grant' });
  return row;
}

function invalidScope(reason: string): Invalid {
  return new Invalid(`Payload validation error: '${reason}' on property scope.`, {
    errorCode: 'invalid_body',
    fields: { scope: reason },
  });
}

/**
 * Refuses scopes that the API does not have. A grant of the Management API may name any: a team that comes from Auth0
 * brings grants of scopes that Annex does not know, and they stay out of tokens. Throws NotFound for an unknown API.
 */
export async function assertGrantable(ctx: Context, row: Omit<ClientGrantRow, 'createdAt'>): Promise<void> {
  const { audience, scope, allowAllScopes } = row;
  const api = await fetchApi(ctx, audience);
  if (allowAllScopes && scope.length > 0) throw invalidScope('It must be empty with allow_all_scopes');
  if (api.isSystem) return;
  const unknown = scope.filter((name) => !api.scopes.some(({ value }) => value === name));
  if (unknown.length > 0) throw invalidScope(`${api.name} has no scope ${unknown.join(', ').slice(0, 300)}`);
}
