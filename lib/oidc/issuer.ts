import { env } from '@/lib/env';

/** The one issuer string, with its trailing slash: from configuration, never from a request. */
export function issuer(): string {
  return `${env().ANNEX_URL}/`;
}

/** The audience of `/userinfo`. */
export function userinfoAudience(): string {
  return `${issuer()}userinfo`;
}

export function managementAudience(): string {
  return `${issuer()}api/v2/`;
}
