'use client';

import { Button } from '@heroui/react/button';
import { ChevronRight, Play, Square } from 'lucide-react';
import { CodeEditor } from '@/components/editor/code-editor';
import { Notice } from '@/components/ui/notice';
import { PlainSelect } from '@/components/ui/plain-select';
import { Toggle } from '@/components/ui/toggle';
import type { Action } from '@/lib/http/schemas';
import type { UserView } from '@/lib/users/schemas';
import { ScopeChoice } from './scope-choice';
import { TestOutcome } from './test-outcome';
import type { TestRun } from './use-test-run';
import { UserPicker } from './user-picker';

type TestPanelProps = {
  test: TestRun;
  ruleName: string;
  applications: readonly { clientId: string; name: string }[];
  findUsers: Action<{ typed: string }, UserView[]>;
  onGoTo: (line: number, column?: number) => void;
};

/** A place to try the code as it stands in the editor, with a real user. Nothing is written. */
export function TestPanel({ test, ruleName, applications, findUsers, onGoTo }: TestPanelProps) {
  const { form, change, problem, state } = test;
  const errorOf = (field: NonNullable<typeof problem>['field']) =>
    problem?.field === field ? problem.message : undefined;
  const isRunning = state === 'running';
  return (
    <section
      aria-labelledby="test-title"
      className="flex flex-col overflow-clip rounded-xl bg-surface shadow-surface lg:h-[clamp(23.75rem,calc(100dvh-11.75rem),71.75rem)]"
    >
      <div className="flex flex-col gap-3 border-b border-separator p-4">
        <div className="flex items-center justify-between gap-3">
          <div>
            <h2 id="test-title" className="text-[15px] font-semibold tracking-tight">
              Try it
            </h2>
            <p className="text-[13px] text-muted">Runs your code as it stands. Nothing is written.</p>
          </div>
          {isRunning ? (
            <Button size="sm" variant="secondary" onPress={test.cancel}>
              <Square aria-hidden="true" />
              Cancel
            </Button>
          ) : (
            <Button size="sm" onPress={test.run} aria-keyshortcuts="Control+Enter Meta+Enter">
              <Play aria-hidden="true" />
              Run
            </Button>
          )}
        </div>
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
          <UserPicker value={test.user} onChange={test.setUser} find={findUsers} error={errorOf('user')} />
          <div>
            <PlainSelect
              label="Application"
              isLabelShown
              value={form.clientId ?? ''}
              options={
                applications.length === 0
                  ? [{ value: '', name: 'There is none yet' }]
                  : applications.map(({ clientId, name }) => ({ value: clientId, name }))
              }
              onChange={(clientId) => change({ clientId: clientId || null })}
              className="w-full *:last:w-full"
            />
            {errorOf('application') ? (
              <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
                {errorOf('application')}
              </p>
            ) : null}
          </div>
        </div>
        <ScopeChoice value={form.scope} onChange={(scope) => change({ scope })} />
        <MoreSettings test={test} error={errorOf('context')} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-4" aria-busy={isRunning}>
        {test.message ? (
          <Notice tone="danger" isLive>
            {test.message}
          </Notice>
        ) : (
          <TestOutcome test={test} ruleName={ruleName} onGoTo={onGoTo} />
        )}
      </div>
    </section>
  );
}

function MoreSettings({ test, error }: { test: TestRun; error: string | undefined }) {
  const { form, change } = test;
  return (
    <details className="group" {...(error ? { open: true } : {})}>
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-md text-[13px] text-muted outline-none hover:text-foreground focus-visible:status-focused">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden="true" />
        Context and configuration
      </summary>
      <div className="mt-3 flex flex-col gap-3">
        <div>
          <p className="mb-1 text-[13px] text-muted">
            Members to lay over the context, such as{' '}
            <code className="font-mono">{'{"protocol": "oauth2-refresh-token"}'}</code>
          </p>
          <CodeEditor
            language="json"
            value={form.contextText}
            onChange={(contextText) => change({ contextText })}
            height={120}
            ariaLabel="Context as JSON"
          />
          {error ? (
            <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
              {error}
            </p>
          ) : null}
        </div>
        <Toggle
          label="Use the real configuration values"
          description="Otherwise each key reads as test-KEY."
          isSelected={form.usesConfiguration}
          onChange={(usesConfiguration) => change({ usesConfiguration })}
        />
      </div>
    </details>
  );
}
