import { env } from '@/lib/env';

/** The one issuer string, with its trailing slash: from configuration, never from a request. */
export function issuer(): string {
  return `${env().ANNEX_URL}/`;
}

/** The audience of `/userinfo`. */
export function userinfoAudience(): string {
  return `${issuer()}userinfo`;
}

/** The page for a second factor, without its state. */
export function factorPage(): string {
  return `${issuer()}u/mfa`;
}

/** The page for consent, without its state. */
export function consentPage(): string {
  return `${issuer()}u/consent`;
}

export function managementAudience(): string {
  return `${issuer()}api/v2/`;
}
