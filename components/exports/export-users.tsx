'use client';

import { Button } from '@heroui/react/button';
import { Download } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { PlainSelect } from '@/components/ui/plain-select';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import { type ColumnId, columnLabel, rootColumns } from '@/components/users/columns';
import type { Action } from '@/lib/http/schemas';
import type { UsersExportInput } from '@/lib/jobs/schemas';
import { exportField } from './export-fields';
import { ExportList } from './export-list';
import { isUnderWay, useExports } from './use-exports';

export type ExportActions = {
  create: Action<UsersExportInput, { id: string }>;
  cancel: Action<{ id: string }, null>;
};

type ExportUsersProps = {
  /** The search whose users are exported; empty for all. */
  query: string;
  total: number | undefined;
  isEstimate: boolean;
  columns: readonly ColumnId[];
  actions: ExportActions;
};

/** The button and its dialog: a new export of what the list shows, and the ones before it. */
export function ExportUsers(props: ExportUsersProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const { result, refresh } = useExports(wasOpen);
  const running = result?.ok ? result.data.find(isUnderWay) : undefined;
  const open = () => {
    setOpen(true);
    setWasOpen(true);
    void refresh();
  };
  return (
    <>
      <Button size="sm" variant="secondary" onPress={open}>
        <Download aria-hidden="true" />
        {running ? 'Exporting…' : 'Export'}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Export users"
        description="A job writes the file; it goes on when you leave this page."
        size="lg"
      >
        <ExportForm {...props} onStarted={refresh} />
        <ExportList result={result} cancel={props.actions.cancel} onChanged={refresh} />
      </Dialog>
    </>
  );
}

const count = new Intl.NumberFormat('en-GB');
const formats = [
  { value: 'csv', name: 'CSV (for spreadsheets)' },
  { value: 'json', name: 'NDJSON (one object a line)' },
] as const;
const mostFields = 30;

type ExportFormProps = ExportUsersProps & { onStarted: () => Promise<void> };

function ExportForm({ query, total, isEstimate, columns, actions, onStarted }: ExportFormProps) {
  const [format, setFormat] = useState<'csv' | 'json'>('csv');
  const offered = [...new Set(['user_id', 'name', ...columns, ...rootColumns.map(({ name }) => name)])];
  const usable = offered.filter((id) => exportField(id) !== null);
  const [chosen, setChosen] = useState<ReadonlySet<ColumnId>>(() => new Set(['user_id', 'name', ...columns]));
  const { run, isPending, failure } = useAction(actions.create);
  const fields = usable.filter((id) => chosen.has(id));
  const lost = columns.filter((id) => exportField(id) === null);
  const toggle = (id: ColumnId) =>
    setChosen((old) =>
      old.has(id) ? new Set([...old].filter((each) => each !== id)) : new Set([...old, id]),
    );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run({
      format,
      fields: fields.flatMap((id) => exportField(id) ?? []),
      ...(query === '' ? {} : { q: query }),
    });
    if (result?.ok) await onStarted();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {failure ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <p className="wrap-anywhere">
        {total === undefined ? 'The users' : `${isEstimate ? 'About ' : ''}${count.format(total)} users`}{' '}
        {query === '' ? '(everybody)' : 'that match '}
        {query === '' ? null : <code className="font-mono text-[13px]">{query}</code>}
      </p>
      <PlainSelect
        label="Format"
        isLabelShown
        value={format}
        options={formats}
        onChange={(value) => setFormat(value === 'json' ? 'json' : 'csv')}
      />
      <fieldset>
        <legend className="text-sm font-medium">Fields</legend>
        <div className="scrollbar mt-1 grid max-h-48 gap-x-4 overflow-y-auto sm:grid-cols-2">
          {usable.map((id) => (
            <label key={id} className="flex min-h-8 min-w-0 cursor-pointer items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={chosen.has(id)}
                onChange={() => toggle(id)}
                className="size-4 shrink-0 accent-accent"
              />
              <span className="truncate">{columnLabel(id)}</span>
            </label>
          ))}
        </div>
        {lost.length > 0 ? (
          <p className="mt-1 text-xs text-muted">
            Files cannot hold {lost.join(', ')}: its path has a dot or a bracket in a key.
          </p>
        ) : null}
      </fieldset>
      <div className="flex items-center justify-end gap-3">
        <p role="status" className="text-[13px] text-muted">
          {fields.length === 0
            ? 'Choose a field.'
            : format === 'csv' && fields.length > mostFields
              ? `CSV takes ${mostFields} fields at most.`
              : ''}
        </p>
        <SubmitButton
          isPending={isPending}
          isDisabled={fields.length === 0 || (format === 'csv' && fields.length > mostFields)}
        >
          Start export
        </SubmitButton>
      </div>
    </form>
  );
}
