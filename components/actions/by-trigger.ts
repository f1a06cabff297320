import type { ActionView, BindingView } from '@/lib/actions/schemas';
import { runnableTriggers, triggerOf } from './trigger-words';
import type { Bound } from './use-bindings';

/** A trigger with its Actions by name, and those of them that it runs in their order. */
export type TriggerGroup = { trigger: string; actions: ActionView[]; bound: Bound[] };

/** The triggers that run, in their order, and behind them those for which there are Actions that only are kept. */
export function byTrigger(
  actions: readonly ActionView[],
  bindings: readonly BindingView[],
): readonly TriggerGroup[] {
  const kept = actions.map(triggerOf).filter((trigger) => !runnableTriggers.some((each) => each === trigger));
  return [...runnableTriggers, ...[...new Set(kept)].sort()].map((trigger) => ({
    trigger,
    actions: actions
      .filter((action) => triggerOf(action) === trigger)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    bound: bindings
      .filter(({ trigger_id }) => trigger_id === trigger)
      .map(({ display_name, action }) => ({ id: action.id, name: display_name, action })),
  }));
}
