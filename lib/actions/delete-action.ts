import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { boundTriggers, changeActions, readAction, recordActionChange, removeAction } from './internal';

/**
 * Deletes an Action with its versions and secrets. One that is bound is refused, unless `force` takes its bindings
 * along. Throws NotFound, Conflict.
 */
export async function deleteAction(
  ctx: Context,
  id: string,
  options: { force?: boolean | undefined } = {},
): Promise<void> {
  authorize(ctx, 'delete:actions');
  await changeActions(ctx, async (tx) => {
    const before = await readAction(tx, id);
    const bound = await boundTriggers(tx, id);
    if (bound.length > 0 && !options.force) {
      throw new Conflict(`The action is bound to ${bound.join(', ')}; unbind it first, or use force=true.`);
    }
    await removeAction(tx, id);
    await recordActionChange(tx, before, null);
  });
}
