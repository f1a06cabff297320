import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { listBindings, updateBindings } from './bindings';
import { changeActions } from './internal';
import { actionLimits } from './schemas';

/**
 * Puts an Action behind those that a trigger runs, or takes it out; the others stay as they are. Throws as
 * `updateBindings` does. One that is bound, or is not, as wanted already is left alone.
 */
export async function bindAction(
  ctx: Context,
  trigger: string,
  { actionId, isBound }: { actionId: string; isBound: boolean },
): Promise<void> {
  authorize(ctx, 'update:actions');
  await changeActions(ctx, async (tx) => {
    const { items } = await listBindings(tx, trigger, { page: 0, perPage: actionLimits.perTrigger });
    if (items.some(({ action }) => action.id === actionId) === isBound) return;
    const kept = items
      .filter(({ action }) => action.id !== actionId)
      .map(({ id, display_name }) => ({ ref: { type: 'binding_id' as const, value: id }, display_name }));
    const added = isBound ? [{ ref: { type: 'action_id' as const, value: actionId } }] : [];
    await updateBindings(tx, trigger, { bindings: [...kept, ...added] });
  });
}
