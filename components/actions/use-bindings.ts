import { toast } from '@heroui/react/toast';
import { useArranged } from '@/components/scripts/use-arranged';
import type { ActionView } from '@/lib/actions/schemas';
import type { Action } from '@/lib/http/schemas';

/** An Action in its place of a trigger; `name` is that of the binding. */
export type Bound = { id: string; name: string; action: ActionView };

export type SaveBindingsAction = Action<
  {
    trigger: string;
    bindings: { id: string; name: string }[];
    /** Ids of the Actions that were bound before the change. */
    before: string[];
  },
  null
>;

const undoMs = 12_000;

/** The Actions of a trigger as the person has just arranged them: each change is stored as a whole, and can be undone. */
export function useBindings(trigger: string, stored: readonly Bound[], save: SaveBindingsAction) {
  const { shown: bound, show, said, say, settle } = useArranged(stored);

  const store = (before: readonly Bound[], after: readonly Bound[]) => {
    show(after);
    return settle(
      save({
        trigger,
        bindings: after.map(({ id, name }) => ({ id, name })),
        before: before.map(({ id }) => id),
      }),
    );
  };

  const change = async (after: readonly Bound[], done: string) => {
    const before = bound;
    say(done);
    if (!(await store(before, after))) return;
    const undo = async () => {
      if (await store(after, before)) toast.success('Undone');
    };
    toast.success(done, {
      timeout: undoMs,
      actionProps: { children: 'Undo', size: 'sm', onPress: () => void undo() },
    });
  };

  return {
    bound,
    said,
    place: (ids: readonly string[], moved: string) => {
      const byId = new Map(bound.map((item) => [item.id, item]));
      const next = ids.flatMap((id) => byId.get(id) ?? []);
      if (next.every((item, index) => item === bound[index])) return;
      const name = byId.get(moved)?.name ?? '';
      void change(next, `${name} is now number ${ids.indexOf(moved) + 1} of ${ids.length}.`);
    },
    bind: (action: ActionView) =>
      void change([...bound, { id: action.id, name: action.name, action }], `${action.name} is bound.`),
    unbind: (id: string) => {
      const gone = bound.find((item) => item.id === id);
      if (!gone) return;
      void change(
        bound.filter((item) => item !== gone),
        `${gone.name} is not bound any more.`,
      );
    },
  };
}
