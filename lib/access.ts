import type { Actor, Context } from './context';
import { Forbidden } from './errors';

/** Every scope of the Management API that this version knows; what an administrator of the console holds. */
export const managementScopes = [
  'read:users',
  'create:users',
  'update:users',
  'delete:users',
  'update:users_app_metadata',
  'read:rules',
  'create:rules',
  'update:rules',
  'delete:rules',
  'read:rules_configs',
  'update:rules_configs',
  'delete:rules_configs',
  'read:clients',
  'create:clients',
  'update:clients',
  'delete:clients',
  'read:connections',
  'update:connections',
  'read:logs',
] as const;

/** What a signed-in user holds over their own profile. */
export const selfScopes = ['read:current_user', 'update:current_user_metadata'] as const;

export type Scope = (typeof managementScopes)[number] | (typeof selfScopes)[number];

const ruleScopes: readonly Scope[] = ['read:users', 'update:users'];
const jobScopes: readonly Scope[] = ['read:users', 'create:users', 'update:users', 'read:connections'];

function scopesOf(actor: Actor): readonly string[] {
  switch (actor.type) {
    case 'admin':
    case 'client':
    case 'self':
      return actor.scopes;
    case 'rule':
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

/** The first line of every verb. Throws Forbidden with Auth0's `insufficient_scope` unless the actor holds one. */
export function authorize(ctx: Context, ...anyOf: Scope[]): void {
  if (holds(ctx.actor, ...anyOf)) return;
  throw new Forbidden(`Insufficient scope, expected any of: ${anyOf.join(',')}`, {
    errorCode: 'insufficient_scope',
  });
}
