import type { ActionCommand, LoginContinues } from '@/lib/rules';
import { userChanges } from '@/lib/rules';
import type { LoginDecision, SuspendedLogin } from './login.types';
import { claimsFault, loginChanges, type MetadataPatch, metadataPatch } from './login-changes';
import type { Pass } from './login-pass';
import type { LoginTransaction } from './post-login-event';

/** A person who is sent away more often than this in one sign-in is going in circles. */
const maxRedirects = 20;

const nothing: MetadataPatch = { patch: {}, askedBy: [] };

/** The refusal of a sign-in whose Actions failed. */
export const failedLogin = (
  description = 'The sign-in was refused because an Action failed.',
): LoginDecision => ({ kind: 'deny', error: 'access_denied', description });

/** The first word against the sign-in. */
function denialOf(commands: readonly ActionCommand[]): LoginDecision | null {
  for (const command of commands) {
    const description =
      command.type === 'access.deny'
        ? command.reason
        : command.type === 'validation.error'
          ? command.message
          : undefined;
    if (description !== undefined) return { kind: 'deny', error: 'access_denied', description };
  }
  return null;
}

/** What is to be written. With another user as the primary one it is lost: who signed in may be no user any more. */
function metadataOf({ login }: Pass, commands: readonly ActionCommand[]): MetadataPatch {
  const primary = commands.findLast(({ type }) => type === 'authentication.setPrimaryUser');
  const isMoved = primary?.type === 'authentication.setPrimaryUser' && primary.userId !== login.user.userId;
  return isMoved ? nothing : metadataPatch(commands);
}

function sendAway(
  pass: Pass,
  commands: readonly ActionCommand[],
  changed: LoginContinues,
  at: LoginTransaction,
) {
  const away = commands.findLast((command) => command.type === 'redirect.sendUserTo');
  if (away?.type !== 'redirect.sendUserTo') return null;
  const { login, chain, before, redirects } = pass;
  const action = chain.actions[away.action];
  if (!action) throw new Error('An Action that is not in the chain sent the person away.');
  const { user: _, written: __, ...outcome } = changed;
  const suspended: SuspendedLogin = {
    action: action.id,
    ran: [...chain.ran, ...chain.actions.slice(0, away.action).map(({ id }) => id)],
    transaction: at,
    outcome,
    user: userChanges(login, before.user),
    redirects: redirects + 1,
    execution: pass.execution,
  };
  return { url: away.url, suspended };
}

/** What the Actions of a pass decided, and the metadata to write before that holds. */
export type DecidedLogin = { decision: LoginDecision; metadata: MetadataPatch };

/**
 * What a run of the chain means for the sign-in (`reference/rules.md` 2.1 to 2.3). Pure. Metadata is written also when
 * they deny or send the person away, and not when one of them failed, of which `failure` is the reason; where it cannot
 * be written, the sign-in has failed after all.
 */
export function decideLogin(
  pass: Pass,
  commands: readonly ActionCommand[],
  failure: string | null,
): DecidedLogin {
  if (failure !== null) return { decision: failedLogin(), metadata: nothing };
  const { outcome, transaction, methods } = loginChanges(pass.before, pass.login.scope, commands);
  const fault = claimsFault(outcome.idTokenClaims, outcome.accessTokenClaims);
  if (fault !== null) return { decision: failedLogin(fault), metadata: nothing };
  const metadata = metadataOf(pass, commands);
  const denial = denialOf(commands);
  if (denial) return { decision: denial, metadata };
  const at = { ...pass.transaction, metadata: { ...pass.transaction.metadata, ...transaction } };
  const away = sendAway(pass, commands, outcome, at);
  if (!away) return { decision: { kind: 'continue', outcome, methods }, metadata };
  if (away.suspended.redirects <= maxRedirects) return { decision: { kind: 'redirect', ...away }, metadata };
  return { decision: failedLogin(`A sign-in may be redirected ${maxRedirects} times.`), metadata };
}
