'use client';

import { Rewind } from 'lucide-react';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { PlainSelect } from '@/components/ui/plain-select';
import { Segmented } from '@/components/ui/segmented';
import { SubmitButton } from '@/components/ui/submit-button';
import { Toggle } from '@/components/ui/toggle';
import { Disclosure } from './disclosure';
import { NetworkPart } from './network-part';
import { emptyReplay, type ReplayForm as Form, replayChoices } from './replay-request';
import type { TestProblem } from './test-form';
import type { Applications } from './test-subject';
import { isUnderWay, type Replay } from './use-replay';

type ReplayFormProps = { kind: 'rule' | 'action'; replay: Replay; applications: Applications };

const subjects = [
  { id: 'last', name: 'Past sign-ins' },
  { id: 'found', name: 'Users of a search' },
] as const;
const counts = ['100', '1000', '10000'];
const number = new Intl.NumberFormat('en-GB');

/** Over whom the draft is run, and what it is given and may reach. */
export function ReplayForm({ kind, replay, applications }: ReplayFormProps) {
  const [form, setForm] = useState<Form>(emptyReplay);
  const [problem, setProblem] = useState<TestProblem | null>(null);
  const change = (changes: Partial<Form>) => setForm((old) => ({ ...old, ...changes }));
  const errorOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  const isOn = replay.view !== null && isUnderWay(replay.view);
  const start = () => {
    const choices = replayChoices(form);
    setProblem(choices.ok ? null : choices.problem);
    if (choices.ok) replay.start(choices.value);
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
      <Segmented legend="Over" value={form.over} options={subjects} onChange={(over) => change({ over })} />
      {form.over === 'last' ? (
        <PlainSelect
          label="How many"
          isLabelShown
          value={form.last}
          options={counts.map((value) => ({ value, name: `The last ${number.format(Number(value))}` }))}
          onChange={(last) => change({ last })}
          className="*:last:w-full"
        />
      ) : (
        <>
          <Field
            label="Search of users"
            name="replay-search"
            value={form.q}
            onChange={(q) => change({ q })}
            error={errorOf('q')}
            placeholder="app_metadata.plan:pro"
            autoComplete="off"
            isMono
          />
          <PlainSelect
            label="Application"
            isLabelShown
            value={form.clientId}
            options={[
              { value: '', name: 'A made-up one' },
              ...applications.map((each) => ({ value: each.clientId, name: each.name })),
            ]}
            onChange={(clientId) => change({ clientId })}
            className="*:last:w-full"
          />
        </>
      )}
      <Disclosure summary="Real values and network" isForcedOpen={errorOf('stubs') !== undefined}>
        {kind === 'action' ? (
          <Toggle
            label="Use the real secrets of Actions"
            description="Otherwise each reads as test-NAME. What is kept of the replay does not hold them."
            isSelected={form.usesSecrets}
            onChange={(usesSecrets) => change({ usesSecrets })}
          />
        ) : null}
        <Toggle
          label={
            kind === 'action'
              ? 'Use the real configuration values of rules'
              : 'Use the real configuration values'
          }
          description="Otherwise each key reads as test-KEY. What is kept of the replay does not hold them."
          isSelected={form.usesConfiguration}
          onChange={(usesConfiguration) => change({ usesConfiguration })}
        />
        <NetworkPart form={form} change={change} error={errorOf('stubs')} />
        {form.network === 'allow' ? (
          <p className="text-[13px] text-warning-soft-foreground">
            Each sign-in makes its requests twice: once with your code, once without.
          </p>
        ) : null}
      </Disclosure>
    </div>
  );
}
