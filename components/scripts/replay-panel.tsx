'use client';

import { Button } from '@heroui/react/button';
import { Rewind, Square } from 'lucide-react';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PlainSelect } from '@/components/ui/plain-select';
import { Segmented } from '@/components/ui/segmented';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { SubmitButton } from '@/components/ui/submit-button';
import { Toggle } from '@/components/ui/toggle';
import type { ReplayCase, ReplayView } from '@/lib/trials/schemas';
import { ReplayCases } from './replay-cases';
import { ReplaySummary } from './replay-summary';
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

const subjects = [
  { id: 'last', name: 'Past sign-ins' },
  { id: 'found', name: 'Users of a search' },
] as const;
const counts = ['100', '1000', '10000'];
const number = new Intl.NumberFormat('en-GB');

/** The draft over many sign-ins, beside the rules and Actions as they are. Nothing can be written by it. */
export function ReplayPanel({ kind, replay, applications, actions, onOpen }: ReplayPanelProps) {
  const { view, message } = replay;
  return (
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

function ReplayForm({
  kind,
  replay,
  applications,
}: Pick<ReplayPanelProps, 'kind' | 'replay' | 'applications'>) {
  const [over, setOver] = useState<'last' | 'found'>('last');
  const [last, setLast] = useState('1000');
  const [q, setQ] = useState('');
  const [clientId, setClientId] = useState('');
  const [usesConfiguration, setUsesConfiguration] = useState(false);
  const [usesSecrets, setUsesSecrets] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isOn = replay.view !== null && isUnderWay(replay.view);
  const start = () => {
    setProblem(
      over === 'found' && q.trim() === '' ? 'Write a search, such as app_metadata.plan:pro' : undefined,
    );
    if (over === 'found' && q.trim() === '') return;
    replay.start({
      over:
        over === 'last'
          ? { last: Number(last) }
          : { q: q.trim(), ...(clientId ? { client_id: clientId } : {}) },
      use_configuration: usesConfiguration,
      use_secrets: usesSecrets,
    });
  };
  return (
    <div className="flex flex-col gap-3 border-b border-separator p-4">
      <div className="flex items-center justify-between gap-3">
        <p className="text-[13px] text-muted">Runs your code over many. Nothing is written.</p>
        <SubmitButton type="button" isPending={replay.isStarting} isDisabled={isOn} onPress={start}>
          <Rewind aria-hidden="true" />
          Replay
        </SubmitButton>
      </div>
      <Segmented legend="Over" value={over} options={subjects} onChange={setOver} />
      {over === 'last' ? (
        <PlainSelect
          label="How many"
          isLabelShown
          value={last}
          options={counts.map((value) => ({ value, name: `The last ${number.format(Number(value))}` }))}
          onChange={setLast}
          className="*:last:w-full"
        />
      ) : (
        <>
          <Field
            label="Search of users"
            name="replay-search"
            value={q}
            onChange={setQ}
            error={problem}
            placeholder="app_metadata.plan:pro"
            autoComplete="off"
            isMono
          />
          <PlainSelect
            label="Application"
            isLabelShown
            value={clientId}
            options={[
              { value: '', name: 'A made-up one' },
              ...applications.map((each) => ({ value: each.clientId, name: each.name })),
            ]}
            onChange={setClientId}
            className="*:last:w-full"
          />
        </>
      )}
      {kind === 'action' ? (
        <Toggle
          label="Use the real secrets of Actions"
          description="Otherwise each reads as test-NAME."
          isSelected={usesSecrets}
          onChange={setUsesSecrets}
        />
      ) : null}
      <Toggle
        label={
          kind === 'action'
            ? 'Use the real configuration values of rules'
            : 'Use the real configuration values'
        }
        description="The network is off. Otherwise each key reads as test-KEY."
        isSelected={usesConfiguration}
        onChange={setUsesConfiguration}
      />
    </div>
  );
}

const states: Record<ReplayView['status'], string> = {
  pending: 'Waiting to begin',
  running: 'Running',
  completed: 'Completed',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

type ProgressProps = { view: ReplayView; isCurrent: boolean; onCancel: () => void };

function Progress({ view, isCurrent, onCancel }: ProgressProps) {
  const { status, percentage_done, summary, reason } = view;
  const isOn = isUnderWay(view);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-[13px] font-medium">
          {states[status]}
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
