import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import type { AuthorizationRequest } from '../authorization-request';
import { asObject, type Parameters } from '../parameters';
import { checkConnection } from './check-connection';
import { checkHint } from './check-hint';
import { checkPkce } from './check-pkce';
import { checkMaxAge, checkPrompt } from './check-prompt';
import {
  checkGrantType,
  checkPushed,
  checkRequestObject,
  checkResponseMode,
  checkResponseType,
  type readResponseMode,
} from './check-response';
import { checkAudienceAndScope } from './check-scope';

export type Checked = {
  client: KnownClient;
  redirectUri: string;
  responseMode: ReturnType<typeof readResponseMode>;
  state: string | null;
};

/** Every check after those of client and redirect address, in order; the first failure is thrown. */
export async function checkRequest(
  ctx: Context,
  { client, ...channel }: Checked,
  parameters: Parameters,
  method: string,
): Promise<AuthorizationRequest> {
  checkPushed(client);
  checkRequestObject(parameters);
  checkResponseMode(parameters);
  checkResponseType(parameters);
  checkGrantType(client);
  return {
    clientId: client.clientId,
    ...channel,
    nonce: parameters.get('nonce') ?? null,
    ...checkPkce(client, parameters),
    ...checkPrompt(parameters),
    ...checkMaxAge(parameters),
    ...(await checkAudienceAndScope(ctx, client, parameters)),
    ...(await checkConnection(ctx, client, parameters)),
    ...(await checkHint(ctx, client, parameters)),
    loginHint: parameters.get('login_hint') ?? null,
    screenHint: parameters.get('screen_hint') ?? null,
    method,
    query: asObject(parameters),
  };
}
