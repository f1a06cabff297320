'use client';

import { Button } from '@heroui/react/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { useAction } from '@/components/ui/use-action';
import type { Action, ActionResult } from '@/lib/http/schemas';
import type { UsersExport } from '@/lib/jobs';
import { isUnderWay } from './use-exports';

type ExportListProps = {
  result: ActionResult<UsersExport[]> | null;
  cancel: Action<{ id: string }, null>;
  onChanged: () => Promise<void>;
};

const count = new Intl.NumberFormat('en-GB');
const size = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${size.format(bytes / 1e3)} kB` : `${size.format(bytes / 1e6)} MB`;
}

function stateText(item: UsersExport): string {
  switch (item.status) {
    case 'waiting':
      return 'Waiting to begin';
    case 'running':
      return `${item.percentage} % done`;
    case 'completed':
      return `${count.format(item.users)} ${item.users === 1 ? 'user' : 'users'}, ${sizeText(item.bytes)} compressed`;
    case 'cancelled':
      return 'Cancelled';
    case 'failed':
      return `Failed: ${item.reason}`;
  }
}

/** The administrator's newest exports: how they stand and what can be done with them. */
export function ExportList({ result, cancel, onChanged }: ExportListProps) {
  if (result === null) return null;
  if (!result.ok) return <Notice className="mt-5">{result.message}</Notice>;
  if (result.data.length === 0) return null;
  return (
    <section aria-label="Recent exports" className="mt-5 border-t border-separator pt-4">
      <h3 className="text-sm font-medium">Recent exports</h3>
      <ul className="mt-1">
        {result.data.map((item) => (
          <ExportRow key={item.id} item={item} cancel={cancel} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

function ExportRow({
  item,
  cancel,
  onChanged,
}: Pick<ExportListProps, 'cancel' | 'onChanged'> & { item: UsersExport }) {
  const { run, isPending } = useAction(cancel);
  const stop = async () => {
    await run({ id: item.id });
    await onChanged();
  };
  const name = `${item.format === 'csv' ? 'CSV' : 'NDJSON'} of ${item.q === '' ? 'all users' : item.q}`;
  return (
    <li
      aria-label={name}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 not-first:border-t not-first:border-separator"
    >
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate text-[13px]" title={name}>
          {item.format === 'csv' ? 'CSV' : 'NDJSON'},{' '}
          {item.q === '' ? 'all users' : <code className="font-mono">{item.q}</code>}
        </p>
        <p
          role="status"
          className={`text-xs wrap-anywhere ${item.status === 'failed' ? 'text-danger-soft-foreground' : 'text-muted'}`}
        >
          {stateText(item)} · <Time value={item.createdAt} />
        </p>
        {isUnderWay(item) ? (
          <progress
            aria-label={`Progress of ${name}`}
            max={100}
            value={item.status === 'running' ? item.percentage : 0}
            className="mt-1 block h-1 w-full overflow-hidden rounded-full accent-accent"
          />
        ) : null}
      </div>
      {isUnderWay(item) ? (
        <Button size="sm" variant="tertiary" onPress={stop} isDisabled={isPending}>
          Cancel
        </Button>
      ) : null}
      {item.status === 'completed' ? (
        <ButtonLink href={`/console/exports/${item.id}`} variant="secondary" isPlain>
          Download
        </ButtonLink>
      ) : null}
    </li>
  );
}
