import type { JsonObject } from '@/db/schema/columns';
import type { ActionCommand } from '@/lib/rules';
import type { UserAdditions } from '@/lib/users';
import { claimsFault, loginChanges, metadataPatch } from './login-changes';

type Denial<E extends string = string> = {
  kind: 'deny';
  error: E;
  /** For whoever asked. */
  description: string;
  /** For the log. */
  detail: string;
};

const denial = <E extends string>(error: E, description: string, detail = description): Denial<E> => ({
  kind: 'deny',
  error,
  description,
  detail,
});

export type MachineDecision =
  | { kind: 'continue'; claims: JsonObject; scope: string[] }
  | Denial<'access_denied' | 'invalid_scope' | 'invalid_request'>;

const publicCodes = ['invalid_scope', 'invalid_request'] as const;

/**
 * What the Actions of credentials-exchange mean for a token of this scope (`reference/rules.md` 2.4). Pure. A failing
 * Action denies. Where one says `server_error`, the caller gets `access_denied`: it is a decision, and a 5xx would make
 * clients try again.
 */
export function decideMachine(
  scope: string[],
  commands: readonly ActionCommand[],
  failure: string | null,
): MachineDecision {
  if (failure !== null)
    return denial('access_denied', 'The token was refused because an Action failed.', failure);
  const denied = commands.find((command) => command.type === 'access.deny');
  if (denied?.type === 'access.deny')
    return denial(publicCodes.find((known) => known === denied.code) ?? 'access_denied', denied.reason);
  const before = { user: {}, idTokenClaims: {}, accessTokenClaims: {}, warnings: [] };
  const { accessTokenClaims: claims } = loginChanges(
    { kind: 'continue', ...before },
    scope,
    commands,
  ).outcome;
  const fault = claimsFault(claims);
  if (fault) return denial('access_denied', fault);
  const target = commands.findLast((command) => command.type === 'transaction.setTargetScopes');
  const scopes = target?.type === 'transaction.setTargetScopes' ? target.scopes : scope;
  return { kind: 'continue', claims, scope: scopes };
}

export type RegistrationDecision = { kind: 'continue'; additions: UserAdditions } | Denial;

const refused = 'The sign-up was refused.';

/** What the Actions of pre-user-registration mean for a sign-up (`reference/rules.md` 2.4). Pure. */
export function decideRegistration(
  commands: readonly ActionCommand[],
  failure: string | null,
): RegistrationDecision {
  if (failure !== null) return denial('invalid_signup', refused, failure);
  for (const command of commands) {
    if (command.type === 'access.deny')
      return denial('invalid_signup', command.userMessage ?? refused, command.reason);
    if (command.type === 'validation.error') return denial(command.code, command.message);
  }
  return { kind: 'continue', additions: metadataPatch(commands).patch };
}
