'use client';

import { Disclosure } from '@/components/scripts/disclosure';
import { FailureNote } from '@/components/scripts/failure-note';
import { JsonPart } from '@/components/scripts/json-part';
import { NetworkPart } from '@/components/scripts/network-part';
import { NothingYet, RunningTest } from '@/components/scripts/no-outcome';
import { OutcomeHead, Warnings } from '@/components/scripts/outcome-head';
import { type Applications, type SubjectActions, TestSubject } from '@/components/scripts/test-subject';
import { TryPanel } from '@/components/scripts/try-panel';
import { Segmented } from '@/components/ui/segmented';
import { Toggle } from '@/components/ui/toggle';
import { ActionReportSections } from './action-report-sections';
import { endedAs, howToTry } from './how-to-try';
import { SaveAsActionTest } from './save-as-action-test';
import type { RunnableTrigger } from './trigger-words';
import type { ActionTestRun } from './use-action-test-run';
import type { ActionTests } from './use-action-tests';

type ActionTestPanelProps = {
  test: ActionTestRun;
  actionId: string;
  trigger: RunnableTrigger;
  applications: Applications;
  actions: SubjectActions;
  saveTest: ActionTests['save'];
  onGoTo: (line: number, column?: number) => void;
};

const runs = [
  { id: 'alone', name: 'This Action' },
  { id: 'in-place', name: 'All, with this' },
  { id: 'live', name: 'All as live' },
] as const;

/** A place to try the code as it stands in the editor on what its trigger is about. Nothing is written. */
export function ActionTestPanel(props: ActionTestPanelProps) {
  const { test, actionId, trigger, applications, actions, saveTest, onGoTo } = props;
  return (
    <TryPanel
      says="Runs your code as it stands. Nothing is written."
      isRunning={test.state === 'running'}
      onRun={test.run}
      onCancel={test.cancel}
      message={test.message}
      form={
        <>
          <TestSubject
            test={test}
            offers={howToTry[trigger].offers}
            applications={applications}
            actions={actions}
          />
          <Segmented
            legend="What runs"
            value={test.form.runs}
            options={runs}
            onChange={(value) => test.change({ runs: value })}
          />
          <Surroundings test={test} trigger={trigger} />
        </>
      }
      outcome={
        <>
          <Outcome test={test} actionId={actionId} trigger={trigger} onGoTo={onGoTo} />
          <SaveAsActionTest test={test} trigger={trigger} save={saveTest} />
        </>
      }
    />
  );
}

const fields = ['event', 'secrets', 'payload', 'context', 'configuration', 'stubs'];

function Surroundings({ test, trigger }: Pick<ActionTestPanelProps, 'test' | 'trigger'>) {
  const { form, change, errorOf } = test;
  const isSignIn = trigger === 'post-login';
  return (
    <Disclosure
      summary="Event, secrets and network"
      isForcedOpen={
        fields.some((field) => errorOf(field) !== undefined) || form.stubs.some(({ isFresh }) => isFresh)
      }
    >
      <JsonPart
        says={
          <>
            Members to lay over the event, such as{' '}
            <code className="font-mono">{howToTry[trigger].overlay}</code>
          </>
        }
        label="Event as JSON"
        path="test-event.json"
        value={form.eventText}
        onChange={(eventText) => change({ eventText })}
        error={errorOf('event')}
      />
      {isSignIn ? (
        <div className="flex flex-col gap-3">
          <Toggle
            label="Come back from a redirect"
            description="Calls onContinuePostLogin first, as when the person returns to /continue."
            isSelected={form.resumes}
            onChange={(resumes) => change({ resumes })}
          />
          {form.resumes ? (
            <JsonPart
              says="What api.redirect.validateToken gives. Empty: it checks the token of the request."
              label="Payload as JSON"
              path="test-payload.json"
              value={form.payloadText}
              onChange={(payloadText) => change({ payloadText })}
              error={errorOf('payload')}
            />
          ) : null}
        </div>
      ) : null}
      <div className="flex flex-col gap-3">
        <Toggle
          label="Use the real secrets"
          description="Otherwise each reads as test-NAME."
          isSelected={form.usesSecrets}
          onChange={(usesSecrets) => change({ usesSecrets })}
        />
        <JsonPart
          says={
            <>
              Values to lay over the secrets, such as <code className="font-mono">{'{"KEY": "x"}'}</code>
            </>
          }
          label="Secrets as JSON"
          path="test-secrets.json"
          value={form.secretsText}
          onChange={(secretsText) => change({ secretsText })}
          error={errorOf('secrets')}
        />
      </div>
      {form.runs === 'alone' || !isSignIn ? null : (
        <Toggle
          label="Use the real configuration values of rules"
          description="Otherwise each key reads as test-KEY in the rules that run ahead."
          isSelected={form.usesConfiguration}
          onChange={(usesConfiguration) => change({ usesConfiguration })}
        />
      )}
      <NetworkPart form={form} change={change} error={errorOf('stubs')} />
    </Disclosure>
  );
}

type OutcomeProps = Pick<ActionTestPanelProps, 'test' | 'actionId' | 'trigger' | 'onGoTo'>;

function Outcome({ test, actionId, trigger, onGoTo }: OutcomeProps) {
  const { state, report } = test;
  if (state === 'running') return <RunningTest />;
  if (!report) {
    return (
      <NothingYet>
        {state === 'cancelled' ? 'Cancelled. Nothing was written.' : howToTry[trigger].invites}
      </NothingYet>
    );
  }
  const { error } = report;
  const ended = endedAs(report.result, trigger);
  const isHere = error?.step_id === undefined || error.step_id === actionId;
  return (
    <div className="flex flex-col gap-2.5">
      <OutcomeHead
        result={report.result}
        word={ended.word}
        says={error ? '' : ended.says}
        durationMs={report.duration_ms}
        heapBytes={report.heap_bytes}
        isCurrent={test.isCurrent}
      />
      {error ? (
        <FailureNote
          error={error}
          elsewhere={isHere ? undefined : error.step_name}
          onGoTo={test.isCurrent && test.ran?.form.runs !== 'live' ? onGoTo : null}
        />
      ) : null}
      <Warnings warnings={report.warnings} />
      <ActionReportSections report={report} trigger={trigger} onAnswer={test.answer} />
    </div>
  );
}
