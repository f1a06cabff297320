import type { KnownClient } from '@/lib/clients';
import { type ResponseMode, responseModes } from '../authorization-request';
import { invalidRequest, missingParameter, OAuthError } from '../errors';
import type { Parameters } from '../parameters';

/** Which of the ways the answer travels; read before the other checks, since their errors travel the same way. */
export function readResponseMode(parameters: Parameters): ResponseMode {
  return responseModes.find((mode) => mode === parameters.get('response_mode')) ?? 'query';
}

export function checkResponseMode(parameters: Parameters): void {
  const mode = parameters.get('response_mode');
  if (mode === undefined || responseModes.some((known) => known === mode)) return;
  throw invalidRequest(`Unsupported response mode: ${mode}`);
}

/** The code flow only: RFC 9700 section 2.1.2 advises against the others. */
export function checkResponseType(parameters: Parameters): void {
  const type = parameters.get('response_type');
  if (type === undefined) throw missingParameter('response_type');
  if (type !== 'code')
    throw new OAuthError('unsupported_response_type', `Unsupported response type: ${type}`);
}

export function checkGrantType(client: KnownClient): void {
  if (client.grantTypes.includes('authorization_code')) return;
  throw new OAuthError('unauthorized_client', "Grant type 'authorization_code' not allowed for the client.");
}

/** Requests cannot be pushed here, so a client that is to push them has no way in (RFC 9126 section 6). */
export function checkPushed(client: KnownClient): void {
  if (!client.pushedRequestsOnly) return;
  throw invalidRequest('The application must use pushed authorization requests, which Annex does not offer.');
}

/** Request objects are not offered, so a request that relies on one must not run without it (Core section 6). */
export function checkRequestObject(parameters: Parameters): void {
  for (const name of ['request', 'request_uri', 'registration']) {
    if (parameters.has(name)) throw invalidRequest(`The parameter ${name} is not supported.`);
  }
}
