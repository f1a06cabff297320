'use client';

import { Dropdown } from '@heroui/react/dropdown';
import { Label } from '@heroui/react/label';
import { ChevronDown, Plus, X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button as PlainButton } from 'react-aria-components';
import { chosenFilter, chosenOf, type Facet, summaryOf } from './facets';
import type { Filter } from './filters';

const shape = 'inline-flex h-7 max-w-full items-center rounded-full border text-[13px] max-md:h-8';
const part =
  'flex h-full min-w-0 cursor-pointer items-center gap-1 outline-none hover:bg-default focus-visible:status-focused';

type FacetPillProps = {
  facet: Facet;
  filter: Filter | undefined;
  onChange: (filter: Filter | null) => void;
  /** For what no choice says: writing it in the box. */
  onOther: (() => void) | undefined;
};

const other = 'other date';

/** A filter that can be chosen: dashed while it is not set. */
export function FacetPill({ facet, filter, onChange, onOther }: FacetPillProps) {
  const { label, isMultiple, choices } = facet;
  const chosen = chosenOf(filter);
  const goesOn = useRef(false);
  const pick = (ids: string[]) => {
    if (ids.includes(other)) goesOn.current = true;
    else onChange(chosenFilter(facet, ids));
  };
  // a menu that closes gives the focus back to its button: only from there it can go on to the box
  const onFocus = () => {
    if (!goesOn.current) return;
    goesOn.current = false;
    onOther?.();
  };
  return (
    <span
      className={`${shape} ${filter ? 'border-field-border bg-surface' : 'border-field-border border-dashed'}`}
    >
      <Dropdown>
        <PlainButton
          onFocus={onFocus}
          className={`${part} ${filter ? 'rounded-s-full ps-3 pe-2' : 'rounded-full ps-2 pe-3 text-muted hover:text-foreground'}`}
        >
          {filter ? null : <Plus className="size-3.5 shrink-0" aria-hidden="true" />}
          {label}
          {filter ? <span className="min-w-0 truncate font-medium">{summaryOf(filter)}</span> : null}
          {filter ? <ChevronDown className="size-3 shrink-0 text-muted" aria-hidden="true" /> : null}
        </PlainButton>
        <Dropdown.Popover placement="bottom start" className="min-w-52">
          <Dropdown.Menu
            aria-label={label}
            selectionMode={isMultiple ? 'multiple' : 'single'}
            selectedKeys={chosen}
            onSelectionChange={(keys) =>
              pick(keys === 'all' ? choices.map(({ id }) => id) : [...keys].map(String))
            }
          >
            {choices.map(({ id, label }) => (
              <Dropdown.Item key={id} id={id} textValue={label}>
                <Dropdown.ItemIndicator />
                <Label>{label}</Label>
              </Dropdown.Item>
            ))}
            {onOther ? (
              <Dropdown.Item id={other} textValue="Another date">
                <Dropdown.ItemIndicator />
                <Label>Another date…</Label>
              </Dropdown.Item>
            ) : null}
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
      {filter ? <Remove what={label} onRemove={() => onChange(null)} /> : null}
    </span>
  );
}

/** A condition that is shown and can be taken away, and is changed in the box. */
export function ConditionPill({
  title,
  children,
  onRemove,
}: {
  title: ReactNode;
  children: string;
  onRemove: () => void;
}) {
  return (
    <span className={`${shape} border-field-border bg-surface`}>
      <span className="flex min-w-0 items-baseline gap-1.5 ps-3 pe-2">
        <span className="shrink-0">{title}</span>
        <code className="min-w-0 truncate font-mono text-xs font-medium" title={children}>
          {children}
        </code>
      </span>
      <Remove what={children} onRemove={onRemove} />
    </span>
  );
}

function Remove({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      aria-label={`Remove the filter ${what}`}
      onClick={onRemove}
      className={`${part} shrink-0 rounded-e-full border-s border-separator ps-1.5 pe-2 text-muted hover:text-foreground`}
    >
      <X className="size-3" aria-hidden="true" />
    </button>
  );
}
