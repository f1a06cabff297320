import type { Actor, Context } from './context';
import { Forbidden } from './errors';

/** Every scope of the Management API that this version knows; what an administrator of the console holds. */
export const managementScopes = [
  'read:users',
  'create:users',
  'update:users',
  'delete:users',
  'read:users_app_metadata',
  'create:users_app_metadata',
  'update:users_app_metadata',
  'delete:users_app_metadata',
  'read:user_idp_tokens',
  'read:rules',
  'create:rules',
  'update:rules',
  'delete:rules',
  'read:rules_configs',
  'update:rules_configs',
  'delete:rules_configs',
  'read:actions',
  'create:actions',
  'update:actions',
  'delete:actions',
  'read:clients',
  'create:clients',
  'update:clients',
  'delete:clients',
  'read:client_summary',
  'read:client_keys',
  'create:client_keys',
  'update:client_keys',
  'delete:client_keys',
  'read:client_credentials',
  'create:client_credentials',
  'update:client_credentials',
  'delete:client_credentials',
  'read:client_grants',
  'create:client_grants',
  'update:client_grants',
  'delete:client_grants',
  'read:connections',
  'create:connections',
  'update:connections',
  'delete:connections',
  'read:connections_options',
  'update:connections_options',
  'read:resource_servers',
  'create:resource_servers',
  'update:resource_servers',
  'delete:resource_servers',
  'read:roles',
  'create:roles',
  'update:roles',
  'delete:roles',
  'read:role_members',
  'create:role_members',
  'update:role_members',
  'delete:role_members',
  'read:grants',
  'delete:grants',
  'read:device_credentials',
  'create:device_credentials',
  'update:device_credentials',
  'delete:device_credentials',
  'read:sessions',
  'update:sessions',
  'delete:sessions',
  'read:refresh_tokens',
  'update:refresh_tokens',
  'delete:refresh_tokens',
  'read:authentication_methods',
  'create:authentication_methods',
  'update:authentication_methods',
  'delete:authentication_methods',
  'read:guardian_enrollments',
  'delete:guardian_enrollments',
  'read:logs',
  'read:logs_users',
  'read:stats',
  'read:tenant_settings',
  'update:tenant_settings',
  'create:user_tickets',
  'read:email_templates',
  'create:email_templates',
  'update:email_templates',
  'read:email_provider',
  'create:email_provider',
  'update:email_provider',
  'delete:email_provider',
  'read:signing_keys',
  'create:signing_keys',
  'update:signing_keys',
] as const;

/** What a signed-in user holds over their own profile. */
export const selfScopes = [
  'read:current_user',
  'delete:current_user',
  'update:current_user_identities',
  'create:current_user_metadata',
  'update:current_user_metadata',
  'create:current_user_device_credentials',
  'delete:current_user_device_credentials',
] as const;

/** What a person's token of the MFA API may let an application do to their own second factors. */
export const mfaScopes = ['enroll', 'read:authenticators', 'remove:authenticators'] as const;

export type MfaScope = (typeof mfaScopes)[number];
export type Scope = (typeof managementScopes)[number] | (typeof selfScopes)[number] | MfaScope;

const ownScopes: readonly string[] = [...selfScopes, ...mfaScopes];

const ruleScopes: readonly Scope[] = ['read:users', 'update:users'];
const jobScopes: readonly Scope[] = ['read:users', 'create:users', 'update:users', 'read:connections'];

/** The scopes by which an actor acts. */
export function scopesOf(actor: Actor): readonly string[] {
  switch (actor.type) {
    case 'admin':
    case 'client':
      return actor.scopes;
    case 'self':
      // Nobody's token makes them an administrator, whatever it says.
      return actor.scopes.filter((scope) => ownScopes.includes(scope));
    case 'rule':
    case 'action':
      return ruleScopes;
    case 'job':
      return jobScopes;
    case 'system':
      return managementScopes;
    default:
      return [];
  }
}

/** Whether the actor holds at least one of `anyOf`. */
export function holds(actor: Actor, ...anyOf: Scope[]): boolean {
  const scopes = scopesOf(actor);
  return anyOf.some((scope) => scopes.includes(scope));
}

/** Auth0's refusal, word by word: auth0-deploy-cli looks for it. */
export function insufficientScope(anyOf: readonly string[]): Forbidden {
  return new Forbidden(`Insufficient scope, expected any of: ${anyOf.join(',')}`, {
    errorCode: 'insufficient_scope',
  });
}

/** The first line of every verb. Throws Forbidden with Auth0's `insufficient_scope` unless the actor holds one. */
export function authorize(ctx: Context, ...anyOf: Scope[]): void {
  if (holds(ctx.actor, ...anyOf)) return;
  throw insufficientScope(anyOf);
}
