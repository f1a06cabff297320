import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type ActionsToTry, actionsToTry, reviveSuspension, type SuspendedLogin } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { type Login, liveRules, type RunnableRule } from '@/lib/rules';
import { actionReportOf, endOfActions } from './action-report';
import { type ActionTrialResult, runActionTrial, runRules } from './run-action-trial';
import { type ActionReport, type TestLoginActionInput, testLoginActionInput } from './schemas';
import { type Pretended, subjectOf } from './subject';
import { configurationOf } from './test-rule';
import type { TrialEnd } from './trial-end';

type Input = z.output<typeof testLoginActionInput>;

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

type Tried = { trial: ActionTrialResult; rules: readonly RunnableRule[]; hints: string[] };

async function tryAction(ctx: Context, input: Input): Promise<Tried> {
  authorize(ctx, 'update:actions');
  if (input.pipeline) authorize(ctx, 'read:rules');
  const { context, network, stubs, event, resume, configuration: given, use_configuration } = input;
  // Whoever may not change rules must not learn by a trial what their configuration values are.
  if (use_configuration) authorize(ctx, 'update:rules');
  const [pretended, chain, configuration, live] = await Promise.all([
    subjectOf(ctx, input),
    actionsToTry(ctx, input),
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
  return { trial, rules, hints: suspended && payload === undefined ? [unsigned] : [] };
}

/**
 * Runs an Action of post-login on the sign-in of a stored user, a made-up one or a recorded one, alone, or in its place
 * in the whole pipeline, or the pipeline as it is, in the draft executors. Needs the right to change Actions, and to
 * read whom it runs for; behind rules also to read rules. Writes nothing: what would have been stored comes back. Real
 * secrets take the right to deploy Actions, real configuration values that to change rules. Throws Invalid, NotFound.
 */
export async function testLoginAction(ctx: Context, input: TestLoginActionInput): Promise<ActionReport> {
  authorize(ctx, 'update:actions');
  const { trial, rules, hints } = await tryAction(ctx, parseInput(testLoginActionInput, input));
  return actionReportOf(trial, rules, hints);
}

/** The same for a saved test: the report, and what is expected of. */
export async function runActionTest(
  ctx: Context,
  input: TestLoginActionInput,
): Promise<{ end: TrialEnd; report: ActionReport }> {
  authorize(ctx, 'update:actions');
  const { trial, rules, hints } = await tryAction(ctx, parseInput(testLoginActionInput, input));
  return { end: endOfActions(trial), report: actionReportOf(trial, rules, hints) };
}
