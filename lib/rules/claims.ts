import type { JsonObject } from '@/db/schema/columns';

/** Names that a rule's claim may not have; Auth0 drops them silently (`reference/rules.md` 1.11). */
const reserved = new Set(
  `__proto__ acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest
  entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce
  object_id org_id org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date sip_from_tag
  sip_via_branch sub sub_jwk toe txn typ uuid vot vtm x5t#S256`.split(/\s+/),
);

/** The most that the custom claims of one token may weigh, as JSON (1.6). */
export const maxClaimsBytes = 100 * 1024;

/** Namespaces that belong to Auth0 and that it drops too. */
const foreignNamespace = /^(https?:\/\/([\w-]+\.)*(auth0\.com|webtask\.io|webtask\.run)([/:]|$)|urn:auth0)/;

/** Splits what a rule put on a token into claims that it will carry and names that are dropped. */
export function splitClaims(claims: JsonObject): { kept: JsonObject; dropped: string[] } {
  const drops = (name: string) => reserved.has(name) || foreignNamespace.test(name);
  const entries = Object.entries(claims);
  return {
    kept: Object.fromEntries(entries.filter(([name]) => !drops(name))),
    dropped: entries.map(([name]) => name).filter(drops),
  };
}
