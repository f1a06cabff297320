import type { ActionCommand } from '@/lib/rules';
import { userChanges } from '@/lib/rules';
import { type Asks, asksAfter, asksFault, noAsks, revocationsOf } from './asks';
import type { LoginDecision, SuspendedLogin } from './login.types';
import {
  claimsFault,
  type LoginChanges,
  loginChanges,
  type MetadataPatch,
  metadataPatch,
} from './login-changes';
import type { Pass } from './login-pass';

/** A person who is sent away more often than this in one sign-in is going in circles. */
const maxRedirects = 20;

const nothing: MetadataPatch = { patch: {}, askedBy: [] };

type Denial = Extract<LoginDecision, { kind: 'deny' }>;

/** The refusal of a sign-in whose Actions failed. */
export const failedLogin = (
  description = 'The sign-in was refused because an Action failed.',
  revokes: Denial['revokes'] = {},
): Denial => ({ kind: 'deny', error: 'access_denied', description, asks: noAsks, revokes });

/** What a command says against the sign-in; undefined where it says nothing against it. */
export function objectionOf(command: ActionCommand): string | undefined {
  switch (command.type) {
    case 'access.deny':
    case 'session.revoke':
    case 'refreshToken.revoke':
      return command.reason;
    case 'validation.error':
      return command.message;
    default:
      return undefined;
  }
}

/** The first word against the sign-in. */
function denialOf(commands: readonly ActionCommand[], asks: Asks): LoginDecision | null {
  const description = commands.map(objectionOf).find((objection) => objection !== undefined);
  if (description === undefined) return null;
  return { kind: 'deny', error: 'access_denied', description, asks, revokes: revocationsOf(commands) };
}

/** What is to be written. With another user as the primary one it is lost: who signed in may be no user any more. */
function metadataOf({ login }: Pass, commands: readonly ActionCommand[]): MetadataPatch {
  const primary = commands.findLast(({ type }) => type === 'authentication.setPrimaryUser');
  const isMoved = primary?.type === 'authentication.setPrimaryUser' && primary.userId !== login.user.userId;
  return isMoved ? nothing : metadataPatch(commands);
}

type Stop = Extract<LoginDecision, { suspended: SuspendedLogin }>;

/**
 * Where the chain stops to wait for the person: at the Action that sent them away, which goes on when they are back, or
 * after the one that asked for a second factor.
 */
function stopOf(
  pass: Pass,
  commands: readonly ActionCommand[],
  changes: LoginChanges,
  asks: Asks,
): Stop | null {
  const { login, chain, before, transaction, redirects } = pass;
  const stop = commands.findLast(
    ({ type }) => type === 'redirect.sendUserTo' || type === 'authentication.requireFactor',
  );
  if (!stop) return null;
  const action = chain.actions[stop.action];
  if (!action) throw new Error('An Action that is not in the chain stopped it.');
  const isAway = stop.type === 'redirect.sendUserTo';
  const { user: _, written: __, ...outcome } = changes.outcome;
  const suspended: SuspendedLogin = {
    action: isAway ? action.id : null,
    ran: [...chain.ran, ...chain.actions.slice(0, stop.action + (isAway ? 0 : 1)).map(({ id }) => id)],
    transaction: { ...transaction, metadata: { ...transaction.metadata, ...changes.transaction } },
    outcome,
    user: userChanges(login, before.user),
    methods: changes.methods,
    asks,
    redirects: redirects + (isAway ? 1 : 0),
    execution: pass.execution,
  };
  return isAway ? { kind: 'redirect', url: stop.url, suspended } : { kind: 'factor', suspended };
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
  const changed = loginChanges(pass.before, pass.login.scope, commands);
  const changes = { ...changed, methods: [...pass.methods, ...changed.methods] };
  const { outcome, methods } = changes;
  const fault = claimsFault(outcome.idTokenClaims, outcome.accessTokenClaims);
  if (fault !== null) return { decision: failedLogin(fault), metadata: nothing };
  const asks = asksAfter(pass.asks, commands, pass.now);
  const unkept = asksFault(pass.login, asks);
  if (unkept !== null) return { decision: failedLogin(unkept), metadata: nothing };
  const metadata = metadataOf(pass, commands);
  const denial = denialOf(commands, asks);
  if (denial) return { decision: denial, metadata };
  const stop = stopOf(pass, commands, changes, asks);
  if (!stop) return { decision: { kind: 'continue', outcome, methods, asks }, metadata };
  if (stop.suspended.redirects <= maxRedirects) return { decision: stop, metadata };
  return { decision: failedLogin(`A sign-in may be redirected ${maxRedirects} times.`), metadata };
}
