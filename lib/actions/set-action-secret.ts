import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { changeActions, readAction } from './internal';
import { type ActionView, type SetSecretInput, setSecretInput } from './schemas';
import { updateAction } from './update-action';

/** Sets or takes away one secret of an Action's draft; the others stay. Throws NotFound, Invalid. */
export async function setActionSecret(ctx: Context, id: string, input: SetSecretInput): Promise<ActionView> {
  authorize(ctx, 'update:actions');
  const { name, value } = parseInput(setSecretInput, input);
  return changeActions(ctx, async (tx) => {
    const { secrets } = await readAction(tx, id);
    const others = secrets.flatMap((secret) => (secret.name === name ? [] : [{ name: secret.name }]));
    return updateAction(tx, id, { secrets: value === null ? others : [...others, { name, value }] });
  });
}
