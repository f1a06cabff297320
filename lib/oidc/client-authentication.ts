import { createHash, timingSafeEqual } from 'node:crypto';
import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { assertionType, checkAssertion, claimedClient } from './client-assertion';
import { clientAuthenticationFailed as failed, invalidRequest, missingParameter } from './errors';
import type { Parameters } from './parameters';

type Credentials =
  | { method: 'none'; clientId: string }
  | { method: 'secret'; clientId: string; secret: string }
  | { method: 'assertion'; clientId: string; assertion: string };

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    if (cause instanceof URIError) throw failed('Basic credentials are not form-encoded');
    throw cause;
  }
}

function basicCredentials(header: string): Extract<Credentials, { method: 'secret' }> {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,4096})$/i.exec(header)?.[1];
  if (encoded === undefined) throw failed('not a Basic header');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw failed('Basic credentials without a colon');
  return {
    method: 'secret',
    clientId: formDecoded(text.slice(0, colon)),
    secret: formDecoded(text.slice(colon + 1)),
  };
}

/** RFC 7523 section 2.2. The client may be named beside the assertion, and must then be the same. */
function assertionCredentials(parameters: Parameters, clientId: string | undefined): Credentials {
  const assertion = parameters.get('client_assertion');
  if (assertion === undefined) throw missingParameter('client_assertion');
  if (parameters.get('client_assertion_type') !== assertionType) {
    throw invalidRequest(`client_assertion_type must be ${assertionType}.`);
  }
  const claimed = claimedClient(assertion);
  if (clientId === undefined || clientId === claimed)
    return { method: 'assertion', clientId: claimed, assertion };
  throw failed('client_id differs from the subject of the assertion');
}

/** The credentials of a request; one way only (RFC 6749 section 2.3). */
function readCredentials(parameters: Parameters, authorization: string | undefined): Credentials {
  const clientId = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  const asserted = parameters.has('client_assertion') || parameters.has('client_assertion_type');
  const ways = [authorization !== undefined, secret !== undefined, asserted].filter(Boolean).length;
  if (ways > 1) throw invalidRequest('The client may authenticate in one way only.');
  if (asserted) return assertionCredentials(parameters, clientId);
  if (authorization !== undefined) {
    const basic = basicCredentials(authorization);
    if (clientId === undefined || clientId === basic.clientId) return basic;
    throw invalidRequest('client_id differs from the one in the Authorization header.');
  }
  if (clientId === undefined) throw missingParameter('client_id');
  return secret === undefined ? { method: 'none', clientId } : { method: 'secret', clientId, secret };
}

const nobody = Buffer.alloc(32);

/** Compares digests, so that neither length nor content shows in the time; an unknown client is compared too. */
function secretMatches(client: KnownClient | null, secret: string): boolean {
  const given = createHash('sha256').update(secret).digest();
  const same = timingSafeEqual(given, client?.secretDigest ?? nobody);
  return same && client?.secretDigest !== null && client?.secretDigest !== undefined;
}

/** Whether the credentials are the client's, in the way that it is set to; `client` is null when there is none. */
async function isProven(ctx: Context, client: KnownClient | null, given: Credentials): Promise<boolean> {
  switch (given.method) {
    case 'none':
      return client?.isPublic === true;
    case 'secret':
      return secretMatches(client, given.secret) && client?.isPublic === false && client.credentials === null;
    case 'assertion':
      return client !== null && (await checkAssertion(ctx, client, given.assertion));
  }
}

/**
 * The client that a request comes from. A client with a secret may send it by Basic or in the body, whichever it is
 * set to: applications moved here do both, as Auth0 lets them. One that has credentials proves itself by an assertion
 * and by nothing else; without any of it only a public client passes. Throws `invalid_client`.
 */
export async function authenticateClient(
  ctx: Context,
  parameters: Parameters,
  authorization: string | undefined,
): Promise<KnownClient> {
  const credentials = readCredentials(parameters, authorization);
  const client = await knownClient(ctx, credentials.clientId);
  if ((await isProven(ctx, client, credentials)) && client) return client;
  throw failed(client ? `not proven by ${credentials.method}` : 'unknown client');
}
