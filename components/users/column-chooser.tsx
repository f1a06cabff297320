'use client';

import { Button } from '@heroui/react/button';
import { Popover } from '@heroui/react/popover';
import { ArrowDown, ArrowUp, Columns3, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { inBag, type Lookup } from '@/components/search/suggestions';
import { useObserved } from '@/components/search/use-observed';
import { Field } from '@/components/ui/field';
import { fieldBags } from '@/lib/search/schemas';
import { type ColumnId, columnKeys, columnLabel, mostColumns, moveColumn, rootColumns } from './columns';
import type { Columns } from './use-columns';

const mostOffered = 40;

/** Which columns the list has, and in which order. */
export function ColumnChooser({ columns }: { columns: Columns }) {
  return (
    <Popover>
      <Button size="sm" variant="secondary">
        <Columns3 aria-hidden="true" />
        Columns
      </Button>
      <Popover.Content
        placement="bottom end"
        className="w-[min(24rem,calc(100vw-2rem))] max-w-none overflow-y-auto"
      >
        <Popover.Dialog aria-label="Columns" className="p-4">
          <Shown columns={columns} />
          <More columns={columns} />
        </Popover.Dialog>
      </Popover.Content>
    </Popover>
  );
}

const iconButton =
  'grid size-7 cursor-pointer place-items-center rounded-md text-muted outline-none hover:bg-default hover:text-foreground focus-visible:status-focused disabled:cursor-default disabled:opacity-30 [&_svg]:size-3.5';

function Name({ id }: { id: ColumnId }) {
  const label = columnLabel(id);
  return (
    <span className={`min-w-0 flex-1 truncate ${label === id ? 'font-mono text-[13px]' : ''}`}>{label}</span>
  );
}

function Shown({ columns: { ids, isDefault, setIds } }: { columns: Columns }) {
  return (
    <>
      <div className="flex items-center justify-between">
        <p className="text-xs font-medium text-muted">Shown after the name</p>
        {isDefault ? null : (
          <button
            type="button"
            onClick={() => setIds(null)}
            className="cursor-pointer rounded-md px-1 text-xs text-link outline-none hover:underline focus-visible:status-focused"
          >
            Back to the default
          </button>
        )}
      </div>
      <ol aria-label="Shown columns" className="mt-1">
        {ids.map((id, index) => (
          <li key={id} className="flex items-center gap-0.5 text-sm">
            <Name id={id} />
            <button
              type="button"
              aria-label={`Move ${columnLabel(id)} up`}
              disabled={index === 0}
              onClick={() => setIds(moveColumn(ids, id, -1))}
              className={iconButton}
            >
              <ArrowUp aria-hidden="true" />
            </button>
            <button
              type="button"
              aria-label={`Move ${columnLabel(id)} down`}
              disabled={index === ids.length - 1}
              onClick={() => setIds(moveColumn(ids, id, 1))}
              className={iconButton}
            >
              <ArrowDown aria-hidden="true" />
            </button>
            <button
              type="button"
              aria-label={`Remove ${columnLabel(id)}`}
              onClick={() => setIds(ids.filter((each) => each !== id))}
              className={iconButton}
            >
              <X aria-hidden="true" />
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function More({ columns: { ids, setIds } }: { columns: Columns }) {
  const [typed, setTyped] = useState('');
  const wanted = typed.trim();
  const within = inBag(wanted);
  const asked = within ? [within] : fieldBags.map((bag) => ({ bag, rest: wanted }));
  const lookups = asked.map(({ bag, rest }): Lookup => ({ kind: 'keys', bag, prefix: rest }));
  const observed = useObserved(lookups);
  const keys = asked.flatMap(({ bag, rest }) =>
    (observed.keys(bag, rest) ?? [])
      .filter(({ kinds }) => kinds.some((kind) => kind !== 'object'))
      .map(({ path }) => `${bag}.${path}`),
  );
  const fits = (id: ColumnId) => `${id} ${columnLabel(id)}`.toLowerCase().includes(wanted.toLowerCase());
  const fields = rootColumns.map(({ name }): ColumnId => name).filter(fits);
  const isPath = within !== null && within.rest !== '' && columnKeys(wanted) !== null;
  const offered = [...new Set([...(isPath ? [wanted] : []), ...keys, ...fields])].filter(
    (id) => !ids.includes(id),
  );
  return (
    <>
      <Field
        name="column"
        label="Add a column"
        placeholder="A field or a key, such as app_metadata.plan"
        value={typed}
        onChange={setTyped}
        className="mt-4 w-full"
      />
      {ids.length >= mostColumns ? (
        <p className="mt-2 text-[13px] text-muted">A list has {mostColumns} columns at most.</p>
      ) : (
        <ul aria-label="More columns" className="scrollbar mt-2 -mb-1 max-h-60 overflow-y-auto">
          {offered.slice(0, mostOffered).map((id) => (
            <li key={id}>
              <button
                type="button"
                aria-label={`Add ${columnLabel(id)}`}
                onClick={() => setIds([...ids, id])}
                className="flex min-h-8 w-full cursor-pointer items-center gap-2 rounded-lg px-1.5 text-start text-sm outline-none hover:bg-default focus-visible:inset-ring-2 focus-visible:inset-ring-focus"
              >
                <Name id={id} />
                <Plus className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
              </button>
            </li>
          ))}
          {offered.length === 0 ? (
            <li className="py-3 text-center text-[13px] text-muted">Nothing has this name.</li>
          ) : null}
        </ul>
      )}
    </>
  );
}
