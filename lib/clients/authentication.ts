import type { ClientRow } from './internal';

type Proof = Pick<ClientRow, 'appType' | 'tokenEndpointAuthMethod' | 'authenticationMethods'>;

/** Kinds of application that cannot keep a secret. */
const openKinds = new Set<string | null>(['spa', 'native']);

/** Whether the application proves itself by nothing: as it is set to, or else by its kind. */
export function isPublicClient({ appType, tokenEndpointAuthMethod, authenticationMethods }: Proof): boolean {
  if (authenticationMethods) return false;
  return tokenEndpointAuthMethod === null ? openKinds.has(appType) : tokenEndpointAuthMethod === 'none';
}
