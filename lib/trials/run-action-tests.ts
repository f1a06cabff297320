import { authorize } from '@/lib/access';
import { deployAction, draftOfAction, type VersionView } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { assertCodeFits } from '@/lib/rules';
import { listActionTests } from './action-tests';
import { runTests } from './run-tests';
import { type ActionTestRun, type RunActionTestsInput, runActionTestsInput } from './schemas';
import { runActionTest } from './try-action';

/**
 * Runs the saved tests of an Action, all of them unless some are named, over the given code or its draft. A test that
 * cannot run counts as failed. Rights and isolation as for `tryAction`; each is a trial, so nothing is written.
 */
export async function runActionTests(
  ctx: Context,
  actionId: string,
  input: RunActionTestsInput = {},
): Promise<ActionTestRun> {
  authorize(ctx, 'update:actions');
  const { code, test_ids: wanted } = parseInput(runActionTestsInput, input);
  if (code !== undefined) assertCodeFits('code', code);
  const tests = (await listActionTests(ctx, actionId)).filter(({ id }) => wanted?.includes(id) ?? true);
  return runTests(tests, (test) => {
    const { id: _, action_id, name: __, expect, created_at, updated_at, ...given } = test;
    const network = given.stubs.length > 0 ? 'stub' : 'off';
    return runActionTest(ctx, { ...given, action_id, code, network }, expect);
  });
}

export type ActionDeployment =
  | { deployed: true; version: VersionView; tests: ActionTestRun }
  | { deployed: false; tests: ActionTestRun };

/**
 * Runs all saved tests over the draft of an Action and deploys it when they pass, or in any case with `force`. The
 * Management API's deploy stays immediate. Throws as `deployAction`, and Conflict when the draft is not `expectedCode`.
 */
export async function deployTestedAction(
  ctx: Context,
  actionId: string,
  { force = false, expectedCode }: { force?: boolean; expectedCode?: string | undefined } = {},
): Promise<ActionDeployment> {
  authorize(ctx, 'create:actions');
  const { code } = await draftOfAction(ctx, actionId);
  const tests = await runActionTests(ctx, actionId, { code });
  if (tests.failed > 0 && !force) return { deployed: false, tests };
  const version = await deployAction(ctx, actionId, { expectedCode: expectedCode ?? code });
  return { deployed: true, version, tests };
}
