'use client';

import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DropIndicator, GridList, useDragAndDrop } from 'react-aria-components';
import type { Action } from '@/lib/http/schemas';
import type { UpdateRuleInput, VersionedRule } from '@/lib/rules/schemas';
import type { CreateRuleAction } from './create-rule';
import { DeleteRule } from './delete-rule';
import { moveBeside, moveBy } from './move-rule';
import { NoRules } from './no-rules';
import { RuleRow } from './rule-row';
import { useRules } from './use-rules';

export type SaveRuleAction = Action<
  { id: string; patch: UpdateRuleInput; expectedVersion?: number | undefined },
  VersionedRule
>;

type RuleListProps = {
  rules: readonly VersionedRule[];
  create: CreateRuleAction;
  save: SaveRuleAction;
  reorder: Action<{ ids: string[] }, null>;
  remove: Action<{ id: string }, null>;
};

/** The rules in the order they run: drag them, move them with the keyboard, switch them on and off. */
export function RuleList({ rules: stored, create, save, reorder, remove }: RuleListProps) {
  const router = useRouter();
  const { rules, said, place, toggle } = useRules(stored, { save, reorder });
  const [doomed, setDoomed] = useState<VersionedRule | null>(null);
  const ids = rules.map(({ rule }) => rule.id);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    renderDropIndicator: (target) => (
      <DropIndicator
        target={target}
        className="relative z-10 -my-px h-0.5 outline-none data-drop-target:bg-accent"
      />
    ),
    onReorder: ({ keys, target }) => {
      const [moved] = keys;
      if (moved === undefined || target.dropPosition === 'on') return;
      place(moveBeside(ids, String(moved), String(target.key), target.dropPosition), String(moved));
    },
  });
  if (rules.length === 0) return <NoRules create={create} />;
  return (
    <>
      <GridList
        aria-label="Rules in the order they run"
        items={rules}
        dragAndDropHooks={dragAndDropHooks}
        keyboardNavigationBehavior="tab"
        className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface"
      >
        {rules.map((item, index) => (
          <RuleRow
            key={item.rule.id}
            item={item}
            position={index + 1}
            count={rules.length}
            onMove={(step) => place(moveBy(ids, item.rule.id, step), item.rule.id)}
            onToggle={(enabled) => toggle(item.rule.id, enabled)}
            onDelete={() => setDoomed(item)}
          />
        ))}
      </GridList>
      <p role="status" className="sr-only">
        {said}
      </p>
      {doomed ? (
        <DeleteRule
          rule={doomed.rule}
          remove={remove}
          onClose={() => setDoomed(null)}
          onDeleted={() => {
            toast.success(`${doomed.rule.name} deleted`);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}
