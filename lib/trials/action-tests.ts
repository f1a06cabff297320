import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { assertRunnable, draftOfAction, postLoginEvent, reviveSuspension } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { runInput } from '@/lib/rules';
import { tenantSettings } from '@/lib/settings';
import { getRecordedLogin } from '@/lib/sign-ins';
import {
  insertTest,
  type Owner,
  presentTest,
  readTest,
  readTests,
  removeTest,
  replaceTest,
  type SavedTest,
  type TestContent,
} from './saved-tests';
import { type ActionTestInput, type ActionTestView, actionTestInput, actionTestView } from './schemas';
import { assertExpectable, assertSuits } from './trigger-subject';

const ofAction = (id: string): Owner => ({ kind: 'action', id });
const present = (row: SavedTest): ActionTestView => actionTestView.parse(presentTest(row));

type Given = Omit<z.output<typeof actionTestInput>, 'name' | 'sign_in_id'>;

/** The members of a test that stand for a recorded sign-in: as rules and as Actions saw it. */
async function copyOf(ctx: Context, id: string, given: Given): Promise<Partial<Given>> {
  const { login, row } = await getRecordedLogin(ctx, id);
  const { suspended, resumed } = row.recording;
  const { user, context } = runInput(login, [], {});
  const transaction = suspended
    ? reviveSuspension(ctx, suspended).transaction
    : { id: login.loginId, metadata: {} };
  const { enabledLocales: locales } = await tenantSettings(ctx);
  const { user: _, ...event } = postLoginEvent(login, { written: undefined, transaction, locales });
  return {
    user,
    context: { ...context, ...given.context },
    event: { ...event, ...given.event },
    ...(resumed ? { resume: given.resume ?? {} } : {}),
  };
}

/**
 * What is stored of a test. A recorded sign-in is copied into it, since recordings go after some days; tests with a
 * stored user go by the id, and see the user as they are when it runs. Throws as `createActionTest`.
 */
async function contentOf(ctx: Context, actionId: string, input: ActionTestInput): Promise<TestContent> {
  const parsed = parseInput(actionTestInput, input);
  const trigger = assertRunnable((await draftOfAction(ctx, actionId)).trigger);
  assertSuits(trigger, parsed);
  assertExpectable(trigger, parsed.expect);
  const { name, sign_in_id, ...given } = parsed;
  const copied = sign_in_id === undefined ? {} : await copyOf(ctx, sign_in_id, given);
  return { name, definition: JSON.parse(JSON.stringify({ ...given, ...copied })) as JsonObject };
}

/** The saved tests of an Action, in the order of their making. One statement. */
export async function listActionTests(ctx: Context, actionId: string): Promise<ActionTestView[]> {
  authorize(ctx, 'read:actions', 'update:actions');
  return (await readTests(ctx, ofAction(actionId))).map(present);
}

/** One saved test. Throws NotFound, also for a test of another Action. */
export async function getActionTest(ctx: Context, actionId: string, id: string): Promise<ActionTestView> {
  authorize(ctx, 'read:actions');
  return present(await readTest(ctx, ofAction(actionId), id));
}

/**
 * Saves a sign-in, or what else the Action's trigger is about, with what is to come of it. One with a copy of somebody's
 * profile goes with that user. Throws Invalid, also for what the trigger cannot be about or
 * leave, NotFound for the Action or a recorded sign-in, LimitExceeded past 100 tests.
 */
export async function createActionTest(
  ctx: Context,
  actionId: string,
  input: ActionTestInput,
): Promise<ActionTestView> {
  authorize(ctx, 'update:actions');
  const content = await contentOf(ctx, actionId, input);
  return present(await insertTest(ctx, ofAction(actionId), content));
}

/** Puts another test in the place of a saved one. Throws NotFound, Invalid. */
export async function updateActionTest(
  ctx: Context,
  actionId: string,
  id: string,
  input: ActionTestInput,
): Promise<ActionTestView> {
  authorize(ctx, 'update:actions');
  return present(await replaceTest(ctx, ofAction(actionId), id, await contentOf(ctx, actionId, input)));
}

/** Deletes a saved test. Silent when there is none. */
export async function deleteActionTest(ctx: Context, actionId: string, id: string): Promise<void> {
  authorize(ctx, 'update:actions');
  await removeTest(ctx, ofAction(actionId), id);
}
