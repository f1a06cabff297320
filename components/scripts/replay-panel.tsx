'use client';

import { Button } from '@heroui/react/button';
import { Square } from 'lucide-react';
import { useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import type { ReplayCase, ReplayView } from '@/lib/trials/schemas';
import { PastReplays } from './past-replays';
import { ReplayCases } from './replay-cases';
import { ReplayForm } from './replay-form';
import { ReplaySummary } from './replay-summary';
import { replayStates } from './replay-words';
import type { Applications } from './test-subject';
import { isUnderWay, type Replay, type ReplayActions } from './use-replay';

type ReplayPanelProps = {
  /** What is tried: what it may be given differs. */
  kind: 'rule' | 'action';
  replay: Replay;
  applications: Applications;
  actions: ReplayActions;
  /** Puts a case into the panel where one sign-in is tried. */
  onOpen: (found: ReplayCase) => void;
};

const number = new Intl.NumberFormat('en-GB');

/** The draft over many sign-ins, beside the rules and Actions as they are. Nothing can be written by it. */
export function ReplayPanel({ kind, replay, applications, actions, onOpen }: ReplayPanelProps) {
  const { view, message } = replay;
  return (
    <>
      <section aria-label="Replay" className="flex flex-col">
        <ReplayForm kind={kind} replay={replay} applications={applications} />
        <div className="flex flex-col gap-4 p-4">
          {message ? (
            <Notice tone="danger" isLive>
              {message}
            </Notice>
          ) : null}
          {replay.isLoading ? (
            <div className="flex flex-col gap-3">
              <LoadingLabel>Loading the replay</LoadingLabel>
              <Skeleton className="h-5 w-40" />
              <Skeleton className="h-24 w-full" />
            </div>
          ) : view ? (
            <>
              <Progress view={view} isCurrent={replay.isCurrent} onCancel={replay.cancel} />
              {view.summary ? <Found view={view} actions={actions} onOpen={onOpen} /> : null}
            </>
          ) : message ? null : (
            <p className="py-6 text-center text-[13px] text-muted">
              Run your code over sign-ins that have been, and see who would be denied and whose tokens or
              metadata would change.
            </p>
          )}
        </div>
      </section>
      <PastReplays key={replay.startedCount} replay={replay} />
    </>
  );
}

function Found({
  view,
  actions,
  onOpen,
}: Pick<ReplayPanelProps, 'actions' | 'onOpen'> & { view: ReplayView }) {
  const [change, setChange] = useState<keyof NonNullable<ReplayView['summary']>['changes'] | null>(null);
  if (!view.summary) return null;
  return (
    <>
      <ReplaySummary summary={view.summary} change={change} onChange={setChange} />
      {isUnderWay(view) ? null : (
        <ReplayCases
          key={`${view.id} ${change}`}
          replayId={view.id}
          total={view.summary.cases}
          change={change}
          actions={actions}
          onOpen={onOpen}
        />
      )}
    </>
  );
}

type ProgressProps = { view: ReplayView; isCurrent: boolean; onCancel: () => void };

function Progress({ view, isCurrent, onCancel }: ProgressProps) {
  const { status, percentage_done, summary, reason } = view;
  const isOn = isUnderWay(view);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-[13px] font-medium">
          {replayStates[status]}
          {summary ? `, ${number.format(summary.total)} tried` : null}
          {isCurrent ? null : (
            <span className="font-normal text-muted">, with code that has changed since</span>
          )}
        </p>
        {isOn ? (
          <Button size="sm" variant="secondary" onPress={onCancel}>
            <Square aria-hidden="true" />
            Cancel
          </Button>
        ) : null}
      </div>
      {isOn ? (
        <div
          role="progressbar"
          aria-label="Replay"
          aria-valuenow={percentage_done}
          aria-valuemin={0}
          aria-valuemax={100}
          className="h-1.5 overflow-hidden rounded-full bg-default"
        >
          <div
            className="h-full rounded-full bg-accent transition-all"
            style={{ width: `${percentage_done}%` }}
          />
        </div>
      ) : null}
      {reason ? <Notice tone="danger">{reason}</Notice> : null}
    </div>
  );
}
