/** The tenant's name: the first label of the issuer's host. */
export function tenantOf(issuer: string): string {
  return new URL(issuer).hostname.split('.')[0] ?? 'annex';
}
