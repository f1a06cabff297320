import { createHash, timingSafeEqual } from 'node:crypto';
import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { invalidRequest, missingParameter, OAuthError } from './errors';
import type { Parameters } from './parameters';

type Method = KnownClient['tokenEndpointAuthMethod'];
type Credentials = { method: Method; clientId: string; secret: string };

const failed = (detail: string) =>
  new OAuthError('invalid_client', 'Client authentication failed', { detail });

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    if (cause instanceof URIError) throw failed('Basic credentials are not form-encoded');
    throw cause;
  }
}

function basicCredentials(header: string): Credentials {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,4096})$/i.exec(header)?.[1];
  if (encoded === undefined) throw failed('not a Basic header');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw failed('Basic credentials without a colon');
  return {
    method: 'client_secret_basic',
    clientId: formDecoded(text.slice(0, colon)),
    secret: formDecoded(text.slice(colon + 1)),
  };
}

/** The credentials of a request; one way only (RFC 6749 section 2.3). */
function readCredentials(parameters: Parameters, authorization: string | undefined): Credentials {
  const clientId = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  if (authorization !== undefined) {
    if (secret !== undefined) throw invalidRequest('The client may authenticate in one way only.');
    const basic = basicCredentials(authorization);
    if (clientId === undefined || clientId === basic.clientId) return basic;
    throw invalidRequest('client_id differs from the one in the Authorization header.');
  }
  if (clientId === undefined) throw missingParameter('client_id');
  if (secret === undefined) return { method: 'none', clientId, secret: '' };
  return { method: 'client_secret_post', clientId, secret };
}

const nobody = Buffer.alloc(32);

/** Compares digests, so that neither length nor content shows in the time; an unknown client is compared too. */
function secretMatches(client: KnownClient | null, secret: string): boolean {
  const given = createHash('sha256').update(secret).digest();
  const same = timingSafeEqual(given, client?.secretDigest ?? nobody);
  return same && client?.secretDigest !== null && client?.secretDigest !== undefined;
}

/**
 * The client that a request comes from. A client with a secret may send it by Basic or in the body, whichever it is
 * set to: applications moved here do both, as Auth0 lets them; without a secret only a public client passes.
 * Throws `invalid_client`.
 */
export async function authenticateClient(
  ctx: Context,
  parameters: Parameters,
  authorization: string | undefined,
): Promise<KnownClient> {
  const { method, clientId, secret } = readCredentials(parameters, authorization);
  const client = await knownClient(ctx, clientId);
  const isPublic = client?.tokenEndpointAuthMethod === 'none';
  const proven = method === 'none' ? isPublic : secretMatches(client, secret) && !isPublic;
  if (client && proven) return client;
  throw failed(client ? 'wrong secret, or none' : 'unknown client');
}
