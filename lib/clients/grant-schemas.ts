import { z } from 'zod';
import { only } from '@/lib/only';
import { printable } from '@/lib/printable';
import { audienceName, scopeValue } from '@/lib/resource-servers/schemas';

/** Repeated scopes count once. */
const scope = z
  .array(scopeValue)
  .max(1000)
  .transform((scopes) => [...new Set(scopes)]);

const changeable = {
  /** Replaces all of them. Null is none. */
  scope: scope.nullable().optional(),
  /** Every scope that the API has or will have; `scope` must then be empty. */
  allow_all_scopes: z.boolean().nullable().optional(),
  organization_usage: only('deny', 'organizations').nullable().optional(),
  allow_any_organization: only(false, 'organizations').nullable().optional(),
  authorization_details_types: z
    .array(z.string())
    .max(0, 'Annex has no rich authorization requests')
    .optional(),
};

export const createClientGrantInput = z.strictObject({
  client_id: printable(128).min(1),
  audience: audienceName,
  ...changeable,
  subject_type: only('client', 'client grants for users').optional(),
});

export const updateClientGrantInput = z.strictObject(changeable);

/** `reference/management-api.md` 8.3. */
export const clientGrantView = z.strictObject({
  id: z.string(),
  client_id: z.string(),
  audience: z.string(),
  /** As it was given. Of the Management API it may name scopes that Annex does not know: no token carries them. */
  scope: z.array(z.string()),
  allow_all_scopes: z.boolean(),
  subject_type: z.literal('client'),
});

export type CreateClientGrantInput = z.input<typeof createClientGrantInput>;
export type UpdateClientGrantInput = z.input<typeof updateClientGrantInput>;
export type ClientGrantView = z.infer<typeof clientGrantView>;
