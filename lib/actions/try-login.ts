import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import {
  type ActionCommand,
  type ActionRunResult,
  getRunner,
  type HostCalls,
  type Login,
  type LoginContinues,
} from '@/lib/rules';
import { decideLogin } from './decide-login';
import type { LiveAction } from './internal';
import type { LoginDecision, SuspendedLogin } from './login.types';
import { loginChanges, type MetadataPatch } from './login-changes';
import { passInput, startPass } from './login-pass';
import { failureOf } from './run-trigger';

/** Whether somebody sits in front of this sign-in, who can be sent to another page. */
export const canRedirect = ({ protocol, authorization }: Login): boolean =>
  (protocol === 'oidc-basic-profile' && authorization?.prompt !== 'none') || protocol === 'redirect-callback';

export type LoginTrial = {
  /** What rules decided; null where the Actions go on behind a redirect. */
  before: LoginContinues | null;
  suspended?: SuspendedLogin | undefined;
  /** Under which the person came back. */
  state?: string | undefined;
  /** What `validateToken` answers. */
  payload?: JsonObject | undefined;
  /** Members laid over the event. */
  event?: JsonObject | undefined;
  fetch?: HostCalls['fetch'];
  /** How long code behind an Action's end may go on. */
  detachedMs?: number | undefined;
};

export type ActionsTried = {
  /** Those that were to run, in order. */
  actions: readonly LiveAction[];
  event: JsonObject;
  result: ActionRunResult;
  commands: readonly ActionCommand[];
  decision: LoginDecision;
  /** What would be written. */
  metadata: MetadataPatch['patch'];
  /** What the sign-in would come to if the chain ended behind this Action; -1: before the first. */
  outcomeAfter: (action: number) => LoginContinues;
  /** Why nothing of it would count. */
  failure: string | null;
};

/**
 * Runs Actions over a sign-in as production does, in the draft executors, and says what they would decide. It has
 * nothing that writes: no execution is kept, the cache is empty, and what they ask for comes back. Never throws for what
 * an Action does.
 */
export async function tryLoginActions(
  ctx: Context,
  login: Login,
  bound: readonly LiveAction[],
  trial: LoginTrial,
): Promise<ActionsTried> {
  const { state, payload, fetch, detachedMs } = trial;
  const pass = startPass(ctx, login, bound, trial);
  const reach = { canRedirect: canRedirect(login), state };
  const { event: own, surroundings, ...input } = await passInput(ctx, pass, reach);
  const event = { ...own, ...trial.event };
  const result = await getRunner().runActions({
    ...input,
    runId: pass.execution.id,
    lane: 'draft',
    event,
    surroundings: {
      ...surroundings,
      cache: [],
      ...(surroundings.redirect ? { redirect: { ...surroundings.redirect, payload } } : {}),
    },
    waitForDetached: true,
    ...(detachedMs === undefined ? {} : { limits: { detachedMs } }),
    ...(fetch ? { fetch } : {}),
  });
  const failure = failureOf(pass.chain.actions, result);
  const { decision, metadata } = decideLogin(pass, result.commands, failure);
  return {
    actions: pass.chain.actions,
    event,
    result,
    commands: result.commands,
    decision,
    outcomeAfter: (action) =>
      loginChanges(
        pass.before,
        login.scope,
        result.commands.filter((command) => command.action <= action),
      ).outcome,
    metadata: metadata.patch,
    failure,
  };
}
