import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { type Login, type LoginContinues, withUserChanges } from '@/lib/rules';
import { tenantSettings } from '@/lib/settings';
import { type Asks, noAsks } from './asks';
import { hostname } from './event-parts';
import { type Execution, newExecution } from './executions';
import type { LiveAction } from './internal';
import type { SuspendedLogin } from './login.types';
import { type LoginTransaction, postLoginEvent } from './post-login-event';
import type { TriggerRun } from './run-trigger';

export type Chain = {
  actions: readonly LiveAction[];
  /** The first of them goes on after a redirect. */
  resumes: boolean;
  /** Ids of those that have come to their end in this sign-in. */
  ran: readonly string[];
};

/** One way through the chain, from the rules or from a redirect to the end or the next redirect. */
export type Pass = {
  login: Login;
  chain: Chain;
  before: LoginContinues;
  transaction: LoginTransaction;
  redirects: number;
  /** Of session and refresh token, before. */
  asks: Asks;
  now: Date;
  /** URLs of methods that were recorded before. */
  methods: readonly string[];
  execution: Execution;
};

/** What is bound now and has not run yet; first the one that sent the person away, if it is still there. */
function chainOf(bound: readonly LiveAction[], suspended: SuspendedLogin | undefined): Chain {
  if (!suspended) return { actions: bound, resumes: false, ran: [] };
  const { action, ran } = suspended;
  const waiting = bound.find(({ id }) => id === action);
  const rest = bound.filter(({ id }) => id !== action && !ran.includes(id));
  if (waiting) return { actions: [waiting, ...rest], resumes: true, ran };
  return { actions: rest, resumes: false, ran: action === null ? ran : [...ran, action] };
}

/** What the rules decided before the person was sent away, on the profile of now. */
function resumedOutcome(login: Login, { outcome, user }: SuspendedLogin): LoginContinues {
  return { ...outcome, user: withUserChanges(login, user) };
}

type Start = { before: LoginContinues | null; suspended?: SuspendedLogin | undefined };

/** The way through the chain that is to be gone: from what the rules decided, or on from where it stopped. */
export function startPass(
  ctx: Context,
  login: Login,
  bound: readonly LiveAction[],
  { before: ruled, suspended }: Start,
): Pass {
  const before = suspended ? resumedOutcome(login, suspended) : ruled;
  if (!before) throw new Error('A sign-in goes on from what its rules decided.');
  const transaction = suspended?.transaction ?? { id: login.loginId, metadata: {} };
  const { redirects = 0, methods = [], asks = noAsks, execution = newExecution(ctx) } = suspended ?? {};
  return {
    login,
    chain: chainOf(bound, suspended),
    before,
    transaction,
    redirects,
    methods,
    asks,
    now: ctx.now(),
    execution,
  };
}

/** What Actions are given on the way. `state`: under which the person came back. */
export async function passInput(
  ctx: Context,
  { login, chain, before, transaction, asks }: Pass,
  { canRedirect, state }: { canRedirect: boolean; state: string | undefined },
): Promise<Pick<TriggerRun, 'trigger' | 'actions' | 'resumes' | 'surroundings'> & { event: JsonObject }> {
  const { enabledLocales: locales } = await tenantSettings(ctx);
  return {
    trigger: 'post-login',
    actions: chain.actions,
    resumes: chain.resumes,
    event: postLoginEvent(login, { written: before.written, transaction, locales, asks }),
    surroundings: {
      executedRules: before.executedRules ?? [],
      redirect: { isPossible: canRedirect, host: hostname(), state },
    },
  };
}
