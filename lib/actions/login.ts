import type { StepsTrace } from '@/db/schema';
import { asActor, type Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import {
  type ActionCommand,
  type Login,
  type LoginContinues,
  userChanges,
  withUserChanges,
} from '@/lib/rules';
import { updateUser } from '@/lib/users';
import { hostname } from './event-parts';
import { type Execution, newExecution, noTrace, type Trace } from './executions';
import type { LiveAction } from './internal';
import { liveActions } from './live-actions';
import type { LoginActions, SuspendedLogin } from './login.types';
import { claimsFault, loginChanges, metadataPatch } from './login-changes';
import { type LoginTransaction, postLoginEvent } from './post-login-event';
import { runTrigger } from './run-trigger';
import { traceActions } from './trace-actions';

/** A person who is sent away more often than this in one sign-in is going in circles. */
const maxRedirects = 20;

type Chain = {
  actions: LiveAction[];
  /** The first of them goes on after a redirect. */
  resumes: boolean;
  /** Ids of those that have come to their end in this sign-in. */
  ran: string[];
};

/** What is bound now and has not run yet; first the one that sent the person away, if it is still there. */
function chainOf(bound: LiveAction[], suspended: SuspendedLogin | undefined): Chain {
  if (!suspended) return { actions: bound, resumes: false, ran: [] };
  const { action, ran } = suspended;
  const waiting = bound.find(({ id }) => id === action);
  const rest = bound.filter(({ id }) => id !== action && !ran.includes(id));
  if (waiting) return { actions: [waiting, ...rest], resumes: true, ran };
  return { actions: rest, resumes: false, ran: [...ran, action] };
}

/** What the rules decided before the person was sent away, on the profile of now. */
function resumedOutcome(login: Login, { outcome, user }: SuspendedLogin): LoginContinues {
  return { ...outcome, user: withUserChanges(login, user) };
}

/**
 * Writes the metadata that Actions asked for: one write, by them. Gives the reason when it cannot be stored. With
 * another user as the primary one it is lost, as the contract has it: who signed in may be no user any more.
 */
async function writeMetadata(
  ctx: Context,
  login: Login,
  actions: readonly LiveAction[],
  commands: readonly ActionCommand[],
): Promise<string | null> {
  const { patch, askedBy } = metadataPatch(commands);
  if (askedBy.length === 0) return null;
  const { userId } = login.user;
  const primary = commands.findLast(({ type }) => type === 'authentication.setPrimaryUser');
  if (primary?.type === 'authentication.setPrimaryUser' && primary.userId !== userId) return null;
  const authors = askedBy.flatMap((index) => actions[index] ?? []);
  const named = authors.map(({ id, name, version }) => ({ id, name, version }));
  const actor = { type: 'action', actions: named, loginId: login.loginId, userId } as const;
  try {
    await updateUser(asActor(ctx, actor, 'action'), userId, patch, { metadata: 'merge' });
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message;
    throw error;
  }
}

type Denial = Extract<LoginActions, { kind: 'deny' }>;

const failed = (trace: Trace): Denial => ({
  kind: 'deny',
  error: 'access_denied',
  description: 'The sign-in was refused because an Action failed.',
  ...trace,
});

/** The first word against the sign-in. */
function denialOf(commands: readonly ActionCommand[], trace: Trace): Denial | null {
  for (const command of commands) {
    const description =
      command.type === 'access.deny'
        ? command.reason
        : command.type === 'validation.error'
          ? command.message
          : undefined;
    if (description !== undefined) return { kind: 'deny', error: 'access_denied', description, ...trace };
  }
  return null;
}

type Pass = {
  login: Login;
  chain: Chain;
  before: LoginContinues;
  transaction: LoginTransaction;
  redirects: number;
  execution: Execution;
};

function sendAway(pass: Pass, commands: ActionCommand[], changed: LoginContinues, at: LoginTransaction) {
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

/** Runs the chain once, and does and says what came of it. */
async function runPass(ctx: Context, pass: Pass, canRedirect: boolean, state: string | undefined) {
  const { login, chain, before, transaction } = pass;
  const { client, user, connection } = login;
  const run = await runTrigger(ctx, {
    trigger: 'post-login',
    actions: chain.actions,
    resumes: chain.resumes,
    event: postLoginEvent(ctx, login, { written: before.written, transaction }),
    surroundings: {
      executedRules: before.executedRules ?? [],
      redirect: { isPossible: canRedirect, host: hostname(), state },
    },
    execution: pass.execution,
    about: {
      clientId: client.clientId,
      clientName: client.name,
      connection: connection.name,
      userId: user.userId,
      userName: user.email ?? user.username,
    },
  });
  return { ...run, pass: { ...pass, execution: run.execution } };
}

/**
 * Runs the Actions bound to post-login over a sign-in that rules let through, once, and says what they decided
 * (`reference/rules.md` 2.1 to 2.3). Metadata that they ask for is written at the end in one write, also when they
 * deny or send the person away; an Action that fails denies, and then nothing is written. With `suspended` the chain
 * goes on at the Action that sent the person away. With no bound Action it does nothing at all.
 */
export async function runLoginActions(
  ctx: Context,
  login: Login,
  input: {
    before: LoginContinues | null;
    canRedirect: boolean;
    suspended?: SuspendedLogin | undefined;
    /** Under which the person came back. */
    state?: string | undefined;
    /** Hears what the Actions did, for the record of the sign-in. */
    tell?: ((trace: StepsTrace) => void) | undefined;
  },
): Promise<LoginActions> {
  const { suspended, canRedirect, state } = input;
  const before = suspended ? resumedOutcome(login, suspended) : input.before;
  if (!before) throw new Error('A sign-in goes on from what its rules decided.');
  const chain = chainOf(await liveActions(ctx, 'post-login'), suspended);
  if (chain.actions.length === 0) return { kind: 'continue', outcome: before, methods: [], ...noTrace };
  const transaction = suspended?.transaction ?? { id: login.loginId, metadata: {} };
  const { redirects = 0, execution = newExecution(ctx) } = suspended ?? {};
  const started: Pass = { login, chain, before, transaction, redirects, execution };
  const { pass, commands, failure, result, trace } = await runPass(ctx, started, canRedirect, state);
  input.tell?.(traceActions(result, chain.actions, login.user.userId, failure));
  if (failure) return failed(trace);
  const changes = loginChanges(before, login.scope, commands);
  const fault = claimsFault(changes.outcome.idTokenClaims, changes.outcome.accessTokenClaims);
  if (fault) return { ...failed(trace), description: fault };
  const unwritten = await writeMetadata(ctx, login, chain.actions, commands);
  if (unwritten) return { ...failed(trace), description: unwritten };
  const denial = denialOf(commands, trace);
  if (denial) return denial;
  const at = { ...transaction, metadata: { ...transaction.metadata, ...changes.transaction } };
  const away = sendAway(pass, commands, changes.outcome, at);
  if (!away) return { kind: 'continue', outcome: changes.outcome, methods: changes.methods, ...trace };
  if (away.suspended.redirects <= maxRedirects) return { kind: 'redirect', ...away, ...trace };
  return { ...failed(trace), description: `A sign-in may be redirected ${maxRedirects} times.` };
}
