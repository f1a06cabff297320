import type { RecordedStep } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import {
  type ActionsTried,
  asksAfter,
  metadataPatch,
  noAsks,
  recordedActions,
  reviveSuspension,
  revocationsOf,
  tryLoginActions,
} from '@/lib/actions';
import type { Context } from '@/lib/context';
import { type ActionCommand, type Login, type LoginContinues, splitClaims, withoutValues } from '@/lib/rules';
import { type ClaimTrace, claimsOf, noteClaims } from './claim-trace';
import { metadataWrites } from './run-action-trial';
import { isAgainst } from './run-report';
import { tokensOf } from './run-trial';
import { steering } from './steering';
import { stateOf } from './try-action';

const about = ({ id, name, version }: RecordedStep) => ({ kind: 'action' as const, id, name, version });

/** Which of the chain failed; none where all came to their end. */
function failedAt({ actions, result, commands, failure }: ActionsTried): number {
  if (failure === null) return actions.length;
  if (result.kind === 'continue') return commands.find(({ type }) => type === 'unavailable')?.action ?? 0;
  const { actionId } = result.error;
  const place = actions.findIndex(({ id }) => id === actionId);
  return place === -1 ? 0 : place;
}

function reservedIn(commands: readonly ActionCommand[]): string[] {
  const asked = commands.flatMap((command) =>
    command.type === 'idToken.setCustomClaim' || command.type === 'accessToken.setCustomClaim'
      ? [[command.name, command.value] as const]
      : [],
  );
  return splitClaims(Object.fromEntries(asked)).dropped;
}

/** What one Action of the chain did, apart from claims. */
function didOf({ commands }: ActionsTried, index: number, { userId, now }: { userId: string; now: Date }) {
  const own = commands.filter(({ action }) => action === index);
  const writes = metadataWrites(userId, metadataPatch(own).patch);
  const dropped = reservedIn(own);
  const against = own.find(isAgainst);
  const reason = against && ('message' in against ? against.message : 'reason' in against && against.reason);
  return {
    ...(typeof writes === 'string' ? {} : { writes }),
    ...steering(asksAfter(noAsks, own, now), revocationsOf(own)),
    ...(dropped.length > 0 ? { dropped } : {}),
    ...(reason ? { problem: reason } : {}),
  };
}

type Began = {
  /** What the rules decided; null where the Actions went on behind a redirect. */
  before: LoginContinues | null;
  suspended: JsonObject | undefined;
};

/**
 * Runs the Actions of a recorded sign-in again, in the versions of then and in the draft executors, and notes what each
 * did. The network is off and the cache is empty. Gives the steps that could not be run again.
 */
export async function explainActions(
  ctx: Context,
  { login, steps, began }: { login: Login; steps: readonly RecordedStep[]; began: Began },
  trace: ClaimTrace,
): Promise<RecordedStep[]> {
  const found = await recordedActions(ctx, steps);
  const chain = found.filter((action) => action !== null);
  const suspended = began.suspended && reviveSuspension(ctx, began.suspended);
  const tried = await tryLoginActions(ctx, login, chain, {
    before: began.before,
    suspended,
    state: stateOf(login),
    detachedMs: 500,
  });
  const values = chain.flatMap(({ secrets }) => Object.values(secrets));
  const claimsAfter = (index: number) => claimsOf(tokensOf(login, tried.outcomeAfter(index)));
  if (suspended) noteClaims(trace, claimsAfter(-1), { origin: { kind: 'earlier' }, given: {} });
  const failed = failedAt(tried);
  const given = { event: tried.event };
  return steps.filter((step, place) => {
    const action = found[place];
    const index = tried.actions.findIndex(({ id }) => id === action?.id);
    if (!action) {
      const problem = 'This version of the Action is not stored any more.';
      trace.steps.push({ ...about(step), claims: [], problem });
      return true;
    }
    const hadTurn = tried.result.perAction.some(({ actionId }) => actionId === action.id);
    if (index >= failed || !hadTurn) {
      const problem =
        index === failed
          ? withoutValues(tried.failure ?? '', values)
          : 'It had no turn this time, since one before it ended the sign-in.';
      trace.steps.push({ ...about(step), claims: [], problem });
      return true;
    }
    const claims = noteClaims(trace, claimsAfter(index), { origin: about(step), given });
    trace.steps.push({
      ...about(step),
      claims,
      ...didOf(tried, index, { userId: login.user.userId, now: ctx.now() }),
    });
    return false;
  });
}
