import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { invalidRequest } from '../errors';
import { readIdTokenHint } from '../id-token-hint';
import type { Parameters } from '../parameters';

/** Whom the application believes to be signed in (Core section 3.1.2.1, `id_token_hint`). */
export async function checkHint(
  ctx: Context,
  client: KnownClient,
  parameters: Parameters,
): Promise<{ hintedUser: string | null }> {
  const hint = parameters.get('id_token_hint');
  if (hint === undefined) return { hintedUser: null };
  const claims = await readIdTokenHint(ctx, hint);
  if (claims?.clientId !== client.clientId) throw invalidRequest('The id_token_hint is not valid.');
  return { hintedUser: claims.sub };
}
