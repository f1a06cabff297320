import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import {
  type ActionsToTry,
  actionsToTry,
  assertRunnable,
  draftOfAction,
  type EventTrigger,
  reviveSuspension,
  type SuspendedLogin,
  tryEventActions,
} from '@/lib/actions';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { type ActionTrigger, type Login, liveRules } from '@/lib/rules';
import { actionReportOf, endOfActions } from './action-report';
import { endOfEvent, eventReportOf } from './event-report';
import { metadataWrites, runActionTrial, runRules } from './run-action-trial';
import { type ActionReport, type Expectation, type TryActionInput, tryActionInput } from './schemas';
import { type Pretended, subjectOf } from './subject';
import { configurationOf } from './test-rule';
import type { TrialEnd } from './trial-end';
import { fetchOf } from './trial-host';
import { assertExpectable, assertSuits, occasionOf } from './trigger-subject';

type Input = z.output<typeof tryActionInput>;

/** As if the person had been sent away with nothing decided yet. */
const nothingDecided = ({ loginId }: Login): JsonObject => ({
  transaction: { id: loginId, metadata: {} },
  outcome: { kind: 'continue', idTokenClaims: {}, accessTokenClaims: {}, warnings: [] },
  user: { set: {}, removed: [] },
  redirects: 1,
});

/** The place of the Action that is tried, as the one that sent the person away. */
function placeOf({ actions, draft }: ActionsToTry): JsonObject {
  const ran = draft ? actions.slice(0, actions.indexOf(draft)) : [];
  return { action: draft?.id ?? '', ran: ran.map(({ id }) => id) };
}

/** Where Actions go on behind a redirect: with `resume` at the Action that is tried, else as it is recorded. */
export function suspensionOf(
  ctx: Context,
  { login, resumed, suspended }: Pretended,
  { resume, chain }: { resume: boolean; chain: ActionsToTry },
): SuspendedLogin | undefined {
  if (resumed && !suspended)
    throw new NotFound('Where this sign-in went on behind a redirect was not kept, since it was too large.');
  if (resume) return reviveSuspension(ctx, { ...(suspended ?? nothingDecided(login)), ...placeOf(chain) });
  return suspended && reviveSuspension(ctx, suspended);
}

/** The state under which the person of a recorded sign-in came back. */
export function stateOf({ request }: Login): string | undefined {
  const state = request.query.state ?? request.body.state;
  return typeof state === 'string' ? state : undefined;
}

/** A token that came back is masked in records, and signed with a secret that a trial seldom has. */
const unsigned =
  'What came back may be masked, and is signed with a real secret: resume.payload says what validateToken finds.';

type Tried = { end: TrialEnd; report: ActionReport };

/** The trigger of what is tried. Throws NotFound, and Invalid for one that Annex does not run. */
async function triggerOf(ctx: Context, { trigger, action_id }: Input): Promise<ActionTrigger> {
  if (trigger !== undefined || action_id === undefined) return trigger ?? 'post-login';
  return assertRunnable((await draftOfAction(ctx, action_id)).trigger);
}

/** Actions at a sign-in, behind the rules. */
async function trySignIn(ctx: Context, input: Input): Promise<Tried> {
  if (input.pipeline) authorize(ctx, 'read:rules');
  const { context, network, stubs, event, resume, configuration: given, use_configuration } = input;
  // Whoever may not change rules must not learn by a trial what their configuration values are.
  if (use_configuration) authorize(ctx, 'update:rules');
  const [pretended, chain, configuration, live] = await Promise.all([
    subjectOf(ctx, input),
    actionsToTry(ctx, { ...input, trigger: 'post-login' }),
    configurationOf(ctx, { use_configuration, configuration: given }),
    input.pipeline ? liveRules(ctx) : null,
  ]);
  const { login } = pretended;
  const suspended = suspensionOf(ctx, pretended, { resume: resume !== undefined, chain });
  const rules = suspended ? [] : (live?.rules ?? []);
  const reach = { network, stubs };
  const ruled = suspended ? null : await runRules(ctx, { login, rules, configuration, context, ...reach });
  const payload = resume?.payload;
  const trial = await runActionTrial(
    ctx,
    { login, actions: chain.actions, suspended, state: stateOf(login), event, payload, ...reach },
    ruled,
  );
  const hints = suspended && payload === undefined ? [unsigned] : [];
  return { end: endOfActions(trial), report: actionReportOf(trial, rules, hints) };
}

/** Actions of another trigger. */
async function tryEvent(ctx: Context, trigger: EventTrigger, input: Input): Promise<Tried> {
  const [{ event, userId }, { actions }] = await Promise.all([
    occasionOf(ctx, trigger, input),
    actionsToTry(ctx, { ...input, trigger }),
  ]);
  const tried = await tryEventActions(trigger, actions, {
    event: { ...event, ...input.event },
    ...fetchOf(input),
  });
  const { decision } = tried;
  const additions = decision.kind === 'continue' && 'additions' in decision ? decision.additions : {};
  const writes = metadataWrites(userId ?? '', additions);
  const trial =
    typeof writes === 'string' ? { tried, userId, writes: [], unwritten: writes } : { tried, userId, writes };
  return { end: endOfEvent(trial), report: eventReportOf(trial) };
}

/**
 * Runs an Action on the sign-in of a stored user, a made-up one or a recorded one, or on what else its trigger is about,
 * alone, or in its place in the whole pipeline, or the pipeline as it is, in the draft executors. Needs the right to
 * change Actions, and to read whom it runs for; behind rules also to read rules. Writes nothing: what would have been
 * stored comes back. Real secrets take the right to deploy Actions, real configuration values that to change rules.
 * Throws Invalid, NotFound.
 */
export async function tryAction(ctx: Context, input: TryActionInput): Promise<ActionReport> {
  authorize(ctx, 'update:actions');
  return (await runActionTest(ctx, input)).report;
}

/** The same for a saved test: the report, and what is expected of, of which the trigger may have become another. */
export async function runActionTest(
  ctx: Context,
  input: TryActionInput,
  expected: Expectation = {},
): Promise<Tried> {
  authorize(ctx, 'update:actions');
  const parsed = parseInput(tryActionInput, input);
  const trigger = await triggerOf(ctx, parsed);
  assertSuits(trigger, parsed);
  assertExpectable(trigger, expected);
  return trigger === 'post-login' ? trySignIn(ctx, parsed) : tryEvent(ctx, trigger, parsed);
}
