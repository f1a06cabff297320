import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { actions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Conflict, PreconditionFailed } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { setDraftSecrets } from './draft-secrets';
import {
  assertBuilds,
  assertNameFree,
  boundTriggers,
  changeActions,
  fetchAction,
  readAction,
  recordActionChange,
} from './internal';
import type { ActionRow } from './present';
import { type ActionView, type UpdateActionInput, updateActionInput } from './schemas';
import { triggerVersion } from './triggers';

async function assertUnbound(ctx: Context, { id }: ActionRow): Promise<void> {
  const [trigger] = await boundTriggers(ctx, id);
  if (trigger === undefined) return;
  throw new Conflict(`The action is bound to ${trigger}; unbind it before you change its trigger.`);
}

/**
 * Changes an Action's draft; what is deployed runs on as it is. `secrets` replaces the list, and keeps the value of
 * one that comes without. Throws NotFound, Invalid, and Conflict for a taken name or another trigger while bound.
 * `expectedCode`: the draft that the caller began from; PreconditionFailed with the Action as it is where it is another.
 */
export async function updateAction(
  ctx: Context,
  id: string,
  input: UpdateActionInput,
  { expectedCode }: { expectedCode?: string | undefined } = {},
): Promise<ActionView> {
  authorize(ctx, 'update:actions');
  const { name, supported_triggers, secrets, modules: _, ...draft } = parseInput(updateActionInput, input);
  if (draft.code !== undefined) assertBuilds(draft.code);
  return changeActions(ctx, async (tx) => {
    const before = await readAction(tx, id);
    const stored = await fetchAction(tx, id);
    if (expectedCode !== undefined && expectedCode !== stored.code)
      throw new PreconditionFailed('Somebody else saved other code meanwhile.', { data: before });
    if (name !== undefined) await assertNameFree(tx, name, id);
    const [trigger] = supported_triggers ?? [];
    if (trigger && trigger.id !== stored.triggerId) await assertUnbound(tx, stored);
    const changes = {
      ...Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)),
      ...(trigger
        ? { triggerId: trigger.id, triggerVersion: trigger.version ?? triggerVersion(trigger.id) }
        : {}),
    };
    const next: ActionRow = { ...stored, ...changes };
    const newSecrets = secrets !== undefined && (await setDraftSecrets(tx, id, secrets));
    const isSame = isDeepStrictEqual(next, stored) && !newSecrets;
    const now = tx.now();
    await tx.db
      .update(actions)
      .set({
        ...changes,
        name: name ?? stored.name,
        updatedAt: now,
        ...(isSame ? {} : { allChangesDeployed: false, builtAt: now }),
      })
      .where(eq(actions.id, id));
    const after = await readAction(tx, id);
    await recordActionChange(tx, before, after);
    return after;
  });
}
