'use client';

import { Button } from '@heroui/react/button';
import { ArrowDown, ArrowUp, GripVertical, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { GridListItem, Button as PlainButton } from 'react-aria-components';
import { Time } from '@/components/ui/time';
import { Toggle } from '@/components/ui/toggle';
import type { VersionedRule } from '@/lib/rules/schemas';
import { rulePath } from './rule-path';

type RuleRowProps = {
  item: VersionedRule;
  /** From 1. */
  position: number;
  count: number;
  onMove: (step: -1 | 1) => void;
  onToggle: (enabled: boolean) => void;
  onDelete: () => void;
};

/** One rule of the list. */
export function RuleRow({ item, position, count, onMove, onToggle, onDelete }: RuleRowProps) {
  const { rule, updatedAt } = item;
  const { id, name, enabled } = rule;
  return (
    <GridListItem
      id={id}
      textValue={name}
      className="group flex min-h-15 items-center gap-2 px-2 py-2 outline-none focus-visible:status-focused data-dragging:opacity-50 sm:gap-3 sm:px-3"
    >
      <PlainButton
        slot="drag"
        aria-label={`Drag ${name}`}
        className="grid size-7 shrink-0 cursor-grab place-items-center rounded-md text-muted outline-none hover:bg-default focus-visible:status-focused"
      >
        <GripVertical className="size-4" aria-hidden="true" />
      </PlainButton>
      <span className="w-5 shrink-0 text-center text-[13px] text-muted tabular-nums" aria-hidden="true">
        {position}
      </span>
      <div className="min-w-0 flex-1">
        <Link
          href={rulePath(id)}
          className={`block truncate rounded-sm font-medium outline-none hover:underline focus-visible:status-focused ${enabled ? '' : 'text-muted'}`}
        >
          {name}
        </Link>
        <p className="truncate text-xs text-muted">
          {enabled ? 'Runs at sign-in' : 'Off'} · saved <Time value={updatedAt} />
        </p>
      </div>
      <div className="flex items-center opacity-100 max-sm:hidden">
        <MoveButton name={name} step={-1} isDisabled={position === 1} onMove={onMove} />
        <MoveButton name={name} step={1} isDisabled={position === count} onMove={onMove} />
        <Button isIconOnly size="sm" variant="ghost" aria-label={`Delete ${name}`} onPress={onDelete}>
          <Trash2 className="text-muted" aria-hidden="true" />
        </Button>
      </div>
      <Toggle label={`${name} runs at sign-in`} isLabelHidden isSelected={enabled} onChange={onToggle} />
    </GridListItem>
  );
}

type MoveButtonProps = Pick<RuleRowProps, 'onMove'> & { name: string; step: -1 | 1; isDisabled: boolean };

function MoveButton({ name, step, isDisabled, onMove }: MoveButtonProps) {
  const Icon = step === -1 ? ArrowUp : ArrowDown;
  return (
    <Button
      isIconOnly
      size="sm"
      variant="ghost"
      aria-label={`Move ${name} ${step === -1 ? 'up' : 'down'}`}
      isDisabled={isDisabled}
      onPress={() => onMove(step)}
    >
      <Icon className="text-muted" aria-hidden="true" />
    </Button>
  );
}
