import { expect, it } from 'vitest';
import { z } from 'zod';
import { redact } from '@/lib/logs/redact';
import { managementApp } from '.';

type JsonSchema = { properties?: Record<string, JsonSchema>; [key: string]: unknown };

/** Every name that a member may have, at any depth of a schema. */
function namesIn(schema: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(schema)) for (const item of schema) namesIn(item, found);
  if (typeof schema !== 'object' || schema === null) return found;
  const { properties } = schema as JsonSchema;
  for (const name of Object.keys(properties ?? {})) found.add(name);
  for (const item of Object.values(schema)) namesIn(item, found);
  return found;
}

function bodies(): z.ZodType[] {
  return managementApp().openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const media = definition.route.request?.body?.content['application/json'];
    const schema: unknown = media && 'schema' in media ? media.schema : undefined;
    return schema instanceof z.ZodType ? [schema] : [];
  });
}

const isMasked = (name: string) =>
  !JSON.stringify(redact({ outer: { [name]: 'canary' } })).includes('canary');

/** Names that might be of a secret. A new one is masked, or stands below because somebody has looked at it. */
const suspicious =
  /pass|secret|token|key|cred|hash|cert|sign|priv|auth|pin|otp|salt|value|cookie|pem|code|assert|ticket|recovery|_with$/i;
const looked = new Set(
  `acr_values_supported allow_organization_name_in_authentication_api authentication authorization_details
  authorization_details_types authorization_policy authorization_response_iss_parameter_supported cert
  client_authentication_methods code country_codes cross_origin_authentication
  default_token_quota idle_token_lifetime infinite_idle_token_lifetime infinite_token_lifetime
  parse_expiry_from_cert preferred_authentication_method pushed_authorization_requests_supported require_pushed_authorization_requests self_signed_tls_client_auth
  search_sort_keys session_cookie sign_in_id sign_in_retention_days signed_request_object signing_alg subject_type_authorization
  tls_client_auth token_dialect token_encryption token_endpoint_auth_method
  token_lifetime token_lifetime_for_web value`.split(/\s+/),
);

it('every member of every body that sounds like a secret is masked in the log (security lesson 28)', () => {
  const names = [
    ...new Set(
      bodies().flatMap((schema) => [
        ...namesIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
      ]),
    ),
  ];
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter(isMasked).length).toBeGreaterThan(5);
  expect(
    names.filter((name) => suspicious.test(name) && !isMasked(name) && !looked.has(name)).toSorted(),
  ).toEqual([]);
});

it('masks at any depth, whatever the secret is made of, and leaves settings readable', () => {
  const body = {
    name: 'Shop',
    client_secret: 'a',
    options: { client_secret: 'b', anything: { deep: ['b'] }, customScripts: { login: 'b' } },
    nested: { configuration: { db: 'c' }, mfa: { otp: 123_456 }, customScripts: { login: 'b' } },
    link_with: 'a.b.c',
    secrets: [{ name: 'API_KEY', value: 'd' }],
    credentials: { smtp_user: 'e', smtp_pass: 'f' },
    refresh_token: { rotation_type: 'rotating', token_lifetime: 3600 },
    token_endpoint_auth_method: 'none',
    user_metadata: { apiKey: 'g', list: [{ access_token: 'h' }] },
    blocked: true,
  };
  expect(redact(body)).toEqual({
    name: 'Shop',
    client_secret: '*****',
    options: { client_secret: '*****', anything: '*****', customScripts: '*****' },
    nested: { configuration: '*****', mfa: { otp: '*****' }, customScripts: '*****' },
    link_with: '*****',
    secrets: '*****',
    credentials: '*****',
    refresh_token: { rotation_type: 'rotating', token_lifetime: 3600 },
    token_endpoint_auth_method: 'none',
    user_metadata: { apiKey: '*****', list: [{ access_token: '*****' }] },
    blocked: true,
  });
  expect(redact({ refresh_token: 'text' })).toEqual({ refresh_token: '*****' });
  expect(redact({ value: 'of a rule configuration', scopes: [{ value: 'read:x' }] })).toEqual({
    value: '*****',
    scopes: [{ value: 'read:x' }],
  });
});

it('cuts what is long or deep, so that a row stays small', () => {
  const text = String(redact('x'.repeat(100_000)));
  expect(text).toHaveLength(2001);
  expect(redact(Array.from({ length: 1000 }, () => 1))).toHaveLength(200);
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`n${index}`, 1]));
  expect(Object.keys(redact(wide) ?? {})).toHaveLength(200);
  const deep = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`);
  expect(JSON.stringify(redact(deep)).length).toBeLessThan(200);
});
