'use client';

import { toast } from '@heroui/react/toast';
import { SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import type { ActionView } from '@/lib/actions/schemas';
import type { Action } from '@/lib/http/schemas';
import { ActionRow } from './action-row';
import type { TriggerGroup } from './by-trigger';
import type { CreateActionAction } from './create-action';
import { DeleteAction } from './delete-action';
import { NoActions } from './no-actions';
import { TriggerSection } from './trigger-section';
import { triggerWords } from './trigger-words';
import type { SaveBindingsAction } from './use-bindings';

type ActionListProps = {
  groups: readonly TriggerGroup[];
  create: CreateActionAction;
  saveBindings: SaveBindingsAction;
  remove: Action<{ id: string }, null>;
};

/** Every Action under its trigger; what is typed above narrows them to a plain list. */
export function ActionList({ groups, create, saveBindings, remove }: ActionListProps) {
  const router = useRouter();
  const [q, setQ] = useQueryState('q', parseAsString.withDefault(''));
  const [doomed, setDoomed] = useState<ActionView | null>(null);
  if (groups.every(({ actions }) => actions.length === 0)) return <NoActions create={create} />;
  return (
    <>
      <search className="mb-6 block max-w-sm">
        <Field
          label="Search Actions"
          name="q"
          value={q}
          onChange={(typed) => void setQ(typed || null)}
          placeholder="Name or trigger"
          autoComplete="off"
        />
      </search>
      {q.trim() === '' ? (
        <div className="flex flex-col gap-8">
          {groups.map((group) => (
            <TriggerSection key={group.trigger} group={group} save={saveBindings} onDelete={setDoomed} />
          ))}
        </div>
      ) : (
        <Found groups={groups} q={q} />
      )}
      {doomed ? (
        <DeleteAction
          action={doomed}
          isBound={groups.some(({ bound }) => bound.some(({ id }) => id === doomed.id))}
          remove={remove}
          onClose={() => setDoomed(null)}
          onDeleted={() => {
            toast.success(`${doomed.name} deleted`);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}

function Found({ groups, q }: { groups: readonly TriggerGroup[]; q: string }) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups.flatMap(({ trigger, actions, bound }) =>
    actions.flatMap((action) => {
      const { name } = triggerWords(trigger);
      const text = `${action.name} ${name} ${trigger}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) return [];
      return [{ action, says: bound.some(({ id }) => id === action.id) ? name : `${name}, not bound` }];
    }),
  );
  return (
    <>
      <p role="status" className="sr-only">
        {found.length} Actions found
      </p>
      {found.length === 0 ? (
        <div className="rounded-xl bg-surface shadow-surface">
          <EmptyState Icon={SearchX} title="No Action matches">
            Its name or its trigger has to have each word.
          </EmptyState>
        </div>
      ) : (
        <ul
          aria-label="Actions found"
          className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface"
        >
          {found.map(({ action, says }) => (
            <li key={action.id} className="min-h-15 px-4 py-2.5">
              <ActionRow action={action} says={says} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
