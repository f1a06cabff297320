'use client';

import { Button } from '@heroui/react/button';
import { Trash2 } from 'lucide-react';
import { OrderedList } from '@/components/scripts/ordered-list';
import { Toggle } from '@/components/ui/toggle';
import type { ActionView } from '@/lib/actions/schemas';
import { ActionRow } from './action-row';
import type { TriggerGroup } from './by-trigger';
import { isRunnable, triggerWords } from './trigger-words';
import { type SaveBindingsAction, useBindings } from './use-bindings';

type TriggerSectionProps = {
  group: TriggerGroup;
  save: SaveBindingsAction;
  onDelete: (action: ActionView) => void;
};

/** The Actions of a trigger: those that run, in their order, and those that could. */
export function TriggerSection({ group, save, onDelete }: TriggerSectionProps) {
  const { trigger, actions } = group;
  const { name, when } = triggerWords(trigger);
  const { bound, said, place, bind, unbind } = useBindings(trigger, group.bound, save);
  const loose = actions.filter(({ id }) => !bound.some((item) => item.id === id));
  const titleId = `trigger-${trigger}`;
  const deleteButton = (action: ActionView) => (
    <Button
      isIconOnly
      size="sm"
      variant="ghost"
      aria-label={`Delete ${action.name}`}
      onPress={() => onDelete(action)}
    >
      <Trash2 className="text-muted" aria-hidden="true" />
    </Button>
  );
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-2">
      <div>
        <h2
          id={titleId}
          className="flex flex-wrap items-baseline gap-x-2 text-[15px] font-semibold tracking-tight"
        >
          {name}
          {name === trigger ? null : (
            <code className="font-mono text-xs font-normal text-muted">{trigger}</code>
          )}
        </h2>
        <p className="text-[13px] text-muted">{when}</p>
      </div>
      {bound.length > 0 ? (
        <OrderedList
          label={`${name}: Actions in the order they run`}
          items={bound}
          onPlace={place}
          content={(item) => <ActionRow action={item.action} name={item.name} />}
          buttons={({ action }) => deleteButton(action)}
          end={(item) => (
            <Toggle
              label={`${item.name} is bound`}
              isLabelHidden
              isSelected
              onChange={() => unbind(item.id)}
            />
          )}
        />
      ) : null}
      {loose.length > 0 ? (
        <ul
          aria-label={`${name}: Actions that are not bound`}
          className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface"
        >
          {loose.map((action) => (
            <li
              key={action.id}
              className="flex min-h-15 items-center gap-2 px-4 py-2 sm:gap-3 sm:px-3 sm:ps-4"
            >
              <div className="min-w-0 flex-1">
                <ActionRow action={action} isMuted />
              </div>
              <span className="max-sm:hidden">{deleteButton(action)}</span>
              {isRunnable(trigger) ? (
                <Toggle
                  label={
                    action.deployed_version
                      ? `${action.name} is bound`
                      : `${action.name} is bound, once deployed`
                  }
                  isLabelHidden
                  isSelected={false}
                  isDisabled={!action.deployed_version}
                  onChange={() => bind(action)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {actions.length === 0 && bound.length === 0 ? (
        <p className="rounded-xl border border-dashed border-border px-4 py-3 text-[13px] text-muted">
          No Action is for this trigger.
        </p>
      ) : null}
      <p role="status" className="sr-only">
        {said}
      </p>
    </section>
  );
}
