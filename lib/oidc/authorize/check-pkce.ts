import type { KnownClient } from '@/lib/clients';
import { invalidRequest } from '../errors';
import type { Parameters } from '../parameters';

/**
 * The code challenge. A public client must send one; `plain` is refused, since it protects from nobody who sees the
 * request (RFC 7636 section 7.2, RFC 9700 section 2.1.1).
 */
export function checkPkce(client: KnownClient, parameters: Parameters): { codeChallenge: string | null } {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) throw invalidRequest('code_challenge_method needs a code_challenge.');
    if (client.isPublic) {
      throw invalidRequest('A code_challenge is required for public clients (PKCE, S256).');
    }
    return { codeChallenge: null };
  }
  if (method !== 'S256') throw invalidRequest('code_challenge_method must be S256.');
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw invalidRequest('code_challenge must be a SHA-256 digest in base64url.');
  }
  return { codeChallenge: challenge };
}
