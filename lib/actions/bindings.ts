import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { asc, count, eq } from 'drizzle-orm';
import { actionBindings, actions, actionVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound, PreconditionFailed } from '@/lib/errors';
import { invalidProperty, parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { changeActions } from './internal';
import { actionColumns, presentAction } from './present';
import type { Listed, Page } from './read-actions';
import { type BindingsInput, type BindingView, bindingsInput } from './schemas';
import { triggerIds } from './triggers';

function assertTrigger(triggerId: string): void {
  if (!triggerIds.includes(triggerId)) throw new NotFound('That trigger does not exist.');
}

const columns = { binding: actionBindings, ...actionColumns };

function selectBindings(ctx: Context, triggerId: string) {
  return ctx.db
    .select(columns)
    .from(actionBindings)
    .innerJoin(actions, eq(actions.id, actionBindings.actionId))
    .leftJoin(actionVersions, eq(actionVersions.id, actions.deployedVersionId))
    .where(eq(actionBindings.triggerId, triggerId))
    .orderBy(asc(actionBindings.position));
}

type Selected = Awaited<ReturnType<typeof selectBindings>>[number];

function presentBinding({ binding, ...selected }: Selected): BindingView {
  const { id, triggerId, displayName, createdAt, updatedAt } = binding;
  return {
    id,
    trigger_id: triggerId,
    display_name: displayName,
    action: presentAction(selected),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

/** The Actions of a trigger in the order they run. Throws NotFound for a trigger that does not exist. */
export async function listBindings(
  ctx: Context,
  triggerId: string,
  { page, perPage }: Page,
): Promise<Listed<BindingView>> {
  authorize(ctx, 'read:actions');
  assertTrigger(triggerId);
  const [rows, [counted]] = await Promise.all([
    selectBindings(ctx, triggerId)
      .limit(perPage)
      .offset(page * perPage),
    ctx.db.select({ total: count() }).from(actionBindings).where(eq(actionBindings.triggerId, triggerId)),
  ]);
  return { total: counted?.total ?? 0, items: rows.map(presentBinding) };
}

type Wanted = { id: string; name: string; deployedFor: string | null };

function refuse(index: number, reason: string): never {
  throw invalidProperty(`bindings.${index}.ref`, reason);
}

/** The Action that a reference means, which must have a deployed version for this trigger. */
function resolve(
  ref: { type: 'binding_id' | 'action_id' | 'action_name'; value: string },
  index: number,
  { triggerId, known, bound }: { triggerId: string; known: Wanted[]; bound: Map<string, string> },
): Wanted {
  const { type, value } = ref;
  const id = type === 'binding_id' ? bound.get(value) : value;
  const found = known.find((action) => (type === 'action_name' ? action.name === value : action.id === id));
  if (!found) return refuse(index, `There is no ${type === 'binding_id' ? 'binding' : 'action'} ${value}`);
  if (found.deployedFor === null) return refuse(index, `The action "${found.name}" has no deployed version`);
  if (found.deployedFor !== triggerId)
    return refuse(index, `The action "${found.name}" is for the trigger ${found.deployedFor}`);
  return found;
}

/**
 * Replaces the Actions of a trigger by this ordered list. The next run of the trigger uses it. An Action that is bound
 * already keeps the id of its binding. Throws NotFound for an unknown trigger, and Invalid naming the reference, for
 * an Action that does not exist, is not deployed, is for another trigger, or is named twice. `expected`: ids of the
 * Actions that the caller saw bound; PreconditionFailed where others are by now, so that nobody's change is lost.
 */
export async function updateBindings(
  ctx: Context,
  triggerId: string,
  input: BindingsInput,
  { expected }: { expected?: readonly string[] | undefined } = {},
): Promise<BindingView[]> {
  authorize(ctx, 'update:actions');
  assertTrigger(triggerId);
  const { bindings } = parseInput(bindingsInput, input);
  return changeActions(ctx, async (tx) => {
    const before = await selectBindings(tx, triggerId);
    const present = before.map(({ binding }) => binding.actionId);
    if (expected && !isDeepStrictEqual(present, [...expected])) {
      throw new PreconditionFailed(
        'Somebody else changed what is bound meanwhile. Look at it and try again.',
        {
          data: { actions: present },
        },
      );
    }
    const known = await tx.db
      .select({ id: actions.id, name: actions.name, deployedFor: actionVersions.triggerId })
      .from(actions)
      .leftJoin(actionVersions, eq(actionVersions.id, actions.deployedVersionId));
    const bound = new Map(before.map(({ binding }) => [binding.id, binding.actionId]));
    const wanted = bindings.map(({ ref }, index) => resolve(ref, index, { triggerId, known, bound }));
    const now = tx.now();
    const rows = wanted.map((action, position) => {
      if (wanted.indexOf(action) !== position) refuse(position, `The action "${action.name}" is there twice`);
      const old = before.find(({ binding }) => binding.actionId === action.id)?.binding;
      const displayName = bindings[position]?.display_name ?? action.name;
      const base = { id: old?.id ?? randomUUID(), createdAt: old?.createdAt ?? now };
      return { ...base, triggerId, actionId: action.id, displayName, position, updatedAt: now };
    });
    await tx.db.delete(actionBindings).where(eq(actionBindings.triggerId, triggerId));
    if (rows.length > 0) await tx.db.insert(actionBindings).values(rows);
    const shape = (ids: string[]) => ({ actions: ids });
    await recordChange(tx, {
      kind: 'action_bindings',
      id: triggerId,
      before: shape(present),
      after: shape(rows.map(({ actionId }) => actionId)),
    });
    return (await selectBindings(tx, triggerId)).map(presentBinding);
  });
}
