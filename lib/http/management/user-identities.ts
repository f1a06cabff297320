import type { z } from 'zod';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { type IdTokenProof, verifyIdToken } from '@/lib/oidc';
import { linkIdentity, linkInput, type Secondary, unlinkIdentity, userView } from '@/lib/users';
import { declare, type ManagementApp } from './operation';

/** Whose ID token this is, at the caller's own application. */
async function provenBy(ctx: Context, token: string): Promise<IdTokenProof> {
  const { actor } = ctx;
  const clientId = 'clientId' in actor ? actor.clientId : undefined;
  const proof = clientId === undefined ? null : await verifyIdToken(ctx, token, clientId);
  if (proof) return proof;
  const reason = 'Not a good ID token of this application';
  throw new Invalid(`Payload validation error: '${reason}' on property link_with.`, {
    errorCode: 'invalid_body',
    fields: { link_with: reason },
  });
}

function secondaryOf(ctx: Context, body: z.output<typeof linkInput>): Secondary {
  const { link_with, provider = '', user_id = '', connection_id } = body;
  if (link_with !== undefined) return { prove: () => provenBy(ctx, link_with) };
  const userId = user_id.startsWith(`${provider}|`) ? user_id : `${provider}|${user_id}`;
  return { userId, connectionId: connection_id };
}

const scopes = ['update:users', 'update:current_user_identities'] as const;
const { identities } = userView.shape;

/** `/users/{id}/identities`: `reference/management-api.md` 2.7. */
export function mountUserIdentities(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/users/{id}/identities',
    summary: 'Link an account to a user',
    scopes: [...scopes],
    body: linkInput,
    responses: { 201: identities },
    handle: async (ctx, { id, body }) => ({
      status: 201,
      body: await linkIdentity(ctx, id, secondaryOf(ctx, body)),
    }),
  });
  declare(app, {
    method: 'delete',
    path: '/users/{id}/identities/{provider}/{user_id}',
    summary: 'Unlink an account from a user',
    scopes: [...scopes],
    responses: { 200: identities },
    handle: async (ctx, { id, params: { provider = '', user_id = '' } }) => ({
      body: await unlinkIdentity(ctx, id, { provider, identityUserId: user_id }),
    }),
  });
}
