import { isIP } from 'node:net';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { authenticateClient } from '../client-authentication';
import { missingParameter, OAuthError } from '../errors';
import type { Parameters } from '../parameters';
import type { TokenResponse } from '../tokens';
import { authorizationCodeGrant } from './authorization-code';
import { clientCredentialsGrant } from './client-credentials';
import { mfaOtpGrant, mfaRecoveryCodeGrant } from './mfa';
import { passwordGrant, passwordRealmGrant } from './password';
import { refreshTokenGrant } from './refresh-token';
import type { GrantHandler } from './token-request';

const grants = new Map<string, GrantHandler>([
  ['authorization_code', authorizationCodeGrant],
  ['refresh_token', refreshTokenGrant],
  ['client_credentials', clientCredentialsGrant],
  ['password', passwordGrant],
  ['http://auth0.com/oauth/grant-type/password-realm', passwordRealmGrant],
  ['http://auth0.com/oauth/grant-type/mfa-otp', mfaOtpGrant],
  ['http://auth0.com/oauth/grant-type/mfa-recovery-code', mfaRecoveryCodeGrant],
]);

/**
 * The surroundings with the address of the person for whom a trusted server asks (`auth0-forwarded-for`), so that
 * limits count the person's tries and not the server's. Nobody is trusted who has not proven who they are.
 */
function onBehalf(ctx: Context, client: KnownClient, forwardedFor: string | undefined): Context {
  if (forwardedFor === undefined || client.isPublic || !client.ipHeaderTrusted) return ctx;
  return isIP(forwardedFor) === 0 ? ctx : { ...ctx, ip: forwardedFor };
}

/** `POST /oauth/token` (`reference/authentication-api.md` 4). Throws OAuthError. */
export async function token(
  ctx: Context,
  input: { parameters: Parameters; authorization: string | undefined; forwardedFor?: string | undefined },
): Promise<TokenResponse> {
  const { parameters, authorization, forwardedFor } = input;
  const type = parameters.get('grant_type');
  if (type === undefined) throw missingParameter('grant_type');
  const grant = grants.get(type);
  if (!grant) throw new OAuthError('unsupported_grant_type', `Unsupported grant type: ${type}`);
  const client = await authenticateClient(ctx, parameters, authorization);
  if (!client.grantTypes.includes(type)) {
    throw new OAuthError('unauthorized_client', `Grant type '${type}' not allowed for the client.`);
  }
  return grant(onBehalf(ctx, client, forwardedFor), { client, parameters });
}
