import Link from 'next/link';
import type { ReactNode } from 'react';
import { ChangeList } from '@/components/metadata/change-list';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { describeCause, type HistoryEntry, toDifferences } from './history';

type HistoryItemProps = { entry: HistoryEntry; isCurrent: boolean; action: ReactNode };

/** One change: who, when, how, and each key before and after. */
export function HistoryItem({ entry, isCurrent, action }: HistoryItemProps) {
  const { version, at, actor, actorHref, cause, changes } = entry;
  const differences = toDifferences(changes);
  const isPasswordChanged = Object.hasOwn(changes, 'password');
  return (
    <li className="rounded-xl bg-surface px-5 py-4 shadow-surface">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium tabular-nums">Version {version}</span>
            {isCurrent ? <Badge tone="accent">Current</Badge> : null}
            <Time value={at} className="text-[13px] text-muted" />
          </p>
          <p className="mt-0.5 text-[13px] text-muted">
            {version === 1 ? 'Created by ' : 'Changed by '}
            {actorHref ? (
              <Link
                href={actorHref}
                className="rounded-sm font-medium text-foreground outline-none wrap-anywhere hover:underline focus-visible:status-focused"
              >
                {actor}
              </Link>
            ) : (
              <span className="font-medium text-foreground">{actor}</span>
            )}{' '}
            {describeCause(cause)}
          </p>
        </div>
        {action}
      </div>
      {isPasswordChanged ? <p className="mt-3 text-[13px]">The password was changed.</p> : null}
      {differences.length > 0 ? (
        <div className="mt-3 border-t border-separator pt-3">
          <ChangeList changes={differences} label={`Changes of version ${version}`} />
        </div>
      ) : null}
    </li>
  );
}
