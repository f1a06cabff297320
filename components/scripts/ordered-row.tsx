'use client';

import { Button } from '@heroui/react/button';
import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { GridListItem, Button as PlainButton } from 'react-aria-components';

type OrderedRowProps = {
  id: string;
  name: string;
  /** From 1. */
  position: number;
  count: number;
  onMove: (step: -1 | 1) => void;
  buttons: ReactNode;
  end: ReactNode;
  children: ReactNode;
};

/** One item of an ordered list. */
export function OrderedRow(props: OrderedRowProps) {
  const { id, name, position, count, onMove, buttons, end, children } = props;
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
      <div className="min-w-0 flex-1">{children}</div>
      <div className="flex items-center opacity-100 max-sm:hidden">
        <MoveButton name={name} step={-1} isDisabled={position === 1} onMove={onMove} />
        <MoveButton name={name} step={1} isDisabled={position === count} onMove={onMove} />
        {buttons}
      </div>
      {end}
    </GridListItem>
  );
}

type MoveButtonProps = Pick<OrderedRowProps, 'onMove'> & { name: string; step: -1 | 1; isDisabled: boolean };

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
