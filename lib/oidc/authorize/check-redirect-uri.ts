import type { KnownClient } from '@/lib/clients';
import { invalidRequest } from '../errors';
import type { Parameters } from '../parameters';

/**
 * Where the answer goes: a registered callback, compared character by character (RFC 9700 section 2.1), or the first
 * one when the request names none. An error is shown, never redirected.
 */
export function checkRedirectUri(client: KnownClient, parameters: Parameters): string {
  const redirectUri = parameters.get('redirect_uri') ?? client.callbacks[0];
  if (redirectUri === undefined) throw invalidRequest('The application has no allowed callback URL.');
  if (client.callbacks.includes(redirectUri)) return redirectUri;
  throw invalidRequest(
    `Callback URL mismatch. ${redirectUri} is not in the list of allowed callback URLs of the application.`,
  );
}
