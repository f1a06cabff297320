import { isDeepStrictEqual } from 'node:util';
import type { RecordedStep } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { getRecordedLogin } from '@/lib/sign-ins';
import { type Claims, type ClaimTrace, newTrace, originIn, tokens } from './claim-trace';
import { explainActions } from './explain-actions';
import { explainRules } from './explain-rules';
import type { ClaimOrigin, SignInExplanation } from './schemas';

/**
 * Says which rule or Action, in which version, set which claim of a recorded sign-in and from what: the recorded input
 * goes through the recorded versions again in the draft executors, so that production pays nothing for it. The network is
 * off. What the record has and they did not set again is put down to the Actions that could not be run, or marked as
 * unexplained. Rights as for the record; real configuration values are for those who may change rules, real secrets for
 * those who may deploy Actions. Throws NotFound, also where the input was not kept.
 */
export async function explainSignIn(ctx: Context, id: string): Promise<SignInExplanation> {
  const { login, row } = await getRecordedLogin(ctx, id);
  const { steps, resumed, suspended, id_token, access_token, error } = row.recording;
  if (resumed && !suspended)
    throw new NotFound('Where this sign-in went on behind a redirect was not kept, since it was too large.');
  const trace = newTrace(id_token.before);
  const rules = steps.filter(({ kind }) => kind === 'rule');
  const actions = steps.filter(({ kind }) => kind === 'action');
  const before = resumed ? null : await explainRules(ctx, { login, steps: rules }, trace);
  const began = { before, suspended };
  const isBegun = resumed || before !== null;
  const notRun =
    actions.length > 0 && isBegun
      ? await explainActions(ctx, { login, steps: actions, began }, trace)
      : actions;
  const recorded = { id_token: id_token.after, access_token: access_token.after };
  return {
    id,
    steps: trace.steps,
    ...claimsWithOrigins(trace, recorded, notRun),
    ...(error ? { error } : {}),
  };
}

type Recorded = { id_token: JsonObject | null; access_token: JsonObject | null };

/** Whence each claim of the recorded tokens came. */
function claimsWithOrigins(
  trace: ClaimTrace,
  recorded: Recorded,
  notRun: readonly RecordedStep[],
): Pick<SignInExplanation, 'claims' | 'is_reproduced'> {
  const [first, ...others] = notRun;
  const byOthers: ClaimOrigin =
    first && others.length === 0
      ? { kind: 'action', id: first.id, name: first.name, version: first.version }
      : first
        ? { kind: 'actions', names: notRun.map(({ name }) => name) }
        : { kind: 'unexplained' };
  const originOf = (token: keyof Claims, claim: string, value: Json): ClaimOrigin =>
    isDeepStrictEqual(trace.claims[token][claim], value) ? originIn(trace, token, claim) : byOthers;
  const all = tokens.flatMap((token) =>
    Object.entries(recorded[token] ?? {}).map(([claim, value]) => ({
      token,
      claim,
      value,
      origin: originOf(token, claim, value),
    })),
  );
  return { claims: all, is_reproduced: all.every(({ origin }) => origin.kind !== 'unexplained') };
}
