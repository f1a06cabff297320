import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import type { Parameters } from '../parameters';
import type { TokenResponse } from '../tokens';

/** A token request whose client is known. */
export type TokenRequest = { client: KnownClient; parameters: Parameters };

export type GrantHandler = (ctx: Context, request: TokenRequest) => Promise<TokenResponse>;

const secrets = new Set([
  'password',
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'mfa_token',
  'otp',
  'recovery_code',
]);

/** The request's parameters as rules may see them: never a secret. */
export function bodyForRules(parameters: Parameters): Record<string, string> {
  return Object.fromEntries([...parameters].filter(([name]) => !secrets.has(name)));
}
