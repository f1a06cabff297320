import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { actionsToTry } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { type Login, liveRules, type RunnableRule } from '@/lib/rules';
import { endOfActions } from './action-report';
import { endOfRules } from './report';
import { runActionTrial, runRules } from './run-action-trial';
import { runTrial } from './run-trial';
import { isActionReplay, type replayInput } from './schemas';
import { configurationOf, rulesToRun } from './test-rule';
import type { TrialEnd } from './trial-end';
import { stateOf, suspensionOf } from './try-action';

type Payload = z.output<typeof replayInput>;

/** A sign-in that is replayed. */
export type Replayed = { login: Login; signInId?: string; suspended?: JsonObject | undefined };

export type Pipelines = {
  /** Runs the pipeline as it is and with the draft over one sign-in. */
  tryBoth(subject: Replayed): Promise<{ before: TrialEnd; after: TrialEnd }>;
  /** Real configuration values and secrets that the code could read: nothing that is kept may hold them. */
  values: string[];
};

/** What code leaves running behind its end gets this long. */
const detachedMs = 500;

type Common = Pick<Payload, 'network' | 'stubs'> & {
  configuration: Record<string, string>;
  detachedMs: number;
};

async function ofRule(ctx: Context, payload: Payload, live: readonly RunnableRule[], common: Common) {
  const draft = await rulesToRun(ctx, { ...payload, pipeline: true });
  return async ({ login }: Replayed) => {
    const [before, after] = await Promise.all([
      runTrial(ctx, { ...common, login, rules: live }),
      runTrial(ctx, { ...common, login, rules: draft }),
    ]);
    return { before: endOfRules(before), after: endOfRules(after) };
  };
}

async function ofAction(ctx: Context, payload: Payload, rules: readonly RunnableRule[], common: Common) {
  const { code, action_id, use_secrets } = payload;
  const trigger = 'post-login';
  const [live, draft] = await Promise.all([
    actionsToTry(ctx, { trigger, pipeline: true, use_secrets }),
    actionsToTry(ctx, { trigger, pipeline: true, use_secrets, code, action_id }),
  ]);
  const secrets = use_secrets
    ? [...live.actions, ...draft.actions].flatMap((action) => Object.values(action.secrets))
    : [];
  const tryBoth = async ({ login, suspended: kept }: Replayed) => {
    const pretended = { login, resumed: kept !== undefined, suspended: kept };
    const suspended = suspensionOf(ctx, pretended, { resume: false, chain: draft });
    // Rules stand before both alike.
    const ruled = suspended ? null : await runRules(ctx, { ...common, login, rules });
    const trial = { ...common, login, suspended, state: stateOf(login) };
    const [before, after] = await Promise.all([
      runActionTrial(ctx, { ...trial, actions: live.actions }, ruled),
      runActionTrial(ctx, { ...trial, actions: draft.actions }, ruled),
    ]);
    return { before: endOfActions(before), after: endOfActions(after) };
  };
  return { tryBoth, secrets };
}

/** Both pipelines of a replay as they are now, under the rights of `ctx`. Throws NotFound. */
export async function replayedPipelines(ctx: Context, payload: Payload): Promise<Pipelines> {
  const { network, stubs, use_configuration } = payload;
  const [{ rules }, configuration] = await Promise.all([liveRules(ctx), configurationOf(ctx, payload)]);
  const common = { network, stubs, configuration, detachedMs };
  const values = use_configuration ? Object.values(configuration) : [];
  if (!isActionReplay(payload)) return { tryBoth: await ofRule(ctx, payload, rules, common), values };
  const { tryBoth, secrets } = await ofAction(ctx, payload, rules, common);
  return { tryBoth, values: [...values, ...secrets] };
}
