import { z } from 'zod';
import { only, onlyNull } from '@/lib/only';
import { printable } from '@/lib/printable';

export const signingAlgs = ['RS256', 'RS512', 'PS256'] as const;
export const tokenDialects = [
  'access_token',
  'access_token_authz',
  'rfc9068_profile',
  'rfc9068_profile_authz',
] as const;

/** The audience: a name, not necessarily an address. */
export const audienceName = printable(600).min(1).regex(/^\S+$/, 'No white space is allowed');

/** A scope as RFC 6749 section 3.3 lets it be written. */
export const scopeValue = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,280}$/, 'A scope has no space, " or \\');

const seconds = z.number().int().min(1).max(2_592_000);

const fields = {
  name: printable(200)
    .min(1)
    .regex(/^[^<>]*$/, 'A name may not contain < or >'),
  scopes: z
    .array(z.strictObject({ value: scopeValue, description: printable(500).optional() }))
    .max(1000)
    .refine(
      (scopes) => new Set(scopes.map(({ value }) => value)).size === scopes.length,
      'A scope is given more than once',
    ),
  signing_alg: z.enum(signingAlgs, {
    error: `Annex signs access tokens with ${signingAlgs.join(', ')}; it shares no secret with an API, as HS256 would`,
  }),
  token_lifetime: seconds,
  token_lifetime_for_web: seconds,
  token_dialect: z.enum(tokenDialects),
  enforce_policies: z.boolean(),
  allow_offline_access: z.boolean(),
  skip_consent_for_verifiable_first_party_clients: z.boolean(),
};

/**
 * Members of Auth0's newer APIs. Taken while they say what Annex does anyhow, so that an export of a tenant comes in
 * as it is; refused by name when they ask for more. Not kept.
 */
const neutral = {
  allow_online_access: only(false, 'online refresh tokens'),
  allow_online_access_with_ephemeral_sessions: only(false, 'online refresh tokens'),
  authorization_details: onlyNull('rich authorization requests'),
  authorization_policy: onlyNull('authorization policies'),
  consent_policy: onlyNull('consent policies'),
  proof_of_possession: onlyNull('proof of possession'),
  token_encryption: onlyNull('encrypted access tokens'),
  token_lifetime_for_anonymous_access_tokens: onlyNull('anonymous access tokens'),
  subject_type_authorization: z.strictObject({
    user: z.strictObject({ policy: only('allow_all', 'client grants for users') }).optional(),
    client: z.strictObject({ policy: only('require_client_grant', 'other policy for clients') }).optional(),
  }),
};

export const createResourceServerInput = z.strictObject({
  ...z.object({ ...fields, ...neutral }).partial().shape,
  identifier: audienceName,
});

/** `identifier` is no member: an API keeps it. `scopes` replaces all of them. */
export const updateResourceServerInput = z.strictObject(z.object({ ...fields, ...neutral }).partial().shape);

/** `reference/management-api.md` 8.3. Lifetimes are seconds. */
export const resourceServerView = z.strictObject({
  id: z.string(),
  identifier: z.string(),
  name: z.string(),
  scopes: z.array(z.strictObject({ value: z.string(), description: z.string().optional() })),
  signing_alg: z.enum(signingAlgs),
  token_lifetime: z.number(),
  token_lifetime_for_web: z.number(),
  token_dialect: z.enum(tokenDialects),
  enforce_policies: z.boolean(),
  allow_offline_access: z.boolean(),
  skip_consent_for_verifiable_first_party_clients: z.boolean(),
  is_system: z.boolean(),
});

export type ResourceServerInput = z.input<typeof createResourceServerInput>;
export type UpdateResourceServerInput = z.input<typeof updateResourceServerInput>;
export type ResourceServerView = z.infer<typeof resourceServerView>;
