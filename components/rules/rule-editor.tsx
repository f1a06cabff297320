'use client';

import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { CodeEditor } from '@/components/editor/code-editor';
import type { CodeEditorHandle } from '@/components/editor/types';
import { Notice } from '@/components/ui/notice';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { Action } from '@/lib/http/schemas';
import type { VersionedRule } from '@/lib/rules/schemas';
import type { UserView } from '@/lib/users/schemas';
import { failureMarker, syntaxMarker } from './markers';
import { RuleConflict } from './rule-conflict';
import { configurationDeclaration, ruleDeclarations, rulePrefix } from './rule-declarations';
import { RuleHeader } from './rule-header';
import type { SaveRuleAction } from './rule-list';
import { SplitPane } from './split-pane';
import { TestPanel } from './test-panel';
import { useRuleDraft } from './use-rule-draft';
import { useShortcuts } from './use-shortcuts';
import { useTestRun } from './use-test-run';
import type { ListVersionsAction } from './versions-dialog';

type RuleEditorProps = {
  initial: VersionedRule;
  configurationKeys: readonly string[];
  applications: readonly { clientId: string; name: string }[];
  /** Some users to begin with. */
  users: readonly UserView[];
  actions: {
    save: SaveRuleAction;
    remove: Action<{ id: string }, null>;
    listVersions: ListVersionsAction;
    findUsers: Action<{ typed: string }, UserView[]>;
  };
};

/** A rule: its code, what can be done with it, and a place to try it. */
export function RuleEditor({ initial, configurationKeys, applications, users, actions }: RuleEditorProps) {
  const router = useRouter();
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useRuleDraft(initial, actions.save);
  const { base, script, latestScript, isDirty } = draft;
  const { rule } = base;
  const [isDeleted, setDeleted] = useState(false);
  const test = useTestRun({ ruleId: rule.id, script, latestScript, users, applications });
  useUnsavedGuard(isDirty && !isDeleted);

  const save = async () => {
    const code = latestScript();
    if (draft.differs(code) && (await draft.store({ script: code }))) toast.success('Saved');
  };
  useShortcuts({ onSave: () => void save(), onRun: test.run });

  const libs = useMemo(
    () => [
      { path: 'annex/rule.d.ts', content: ruleDeclarations },
      { path: 'annex/configuration.d.ts', content: configurationDeclaration(configurationKeys) },
    ],
    [configurationKeys],
  );
  const settled = useDeferredValue(script);
  const fault = useMemo(() => syntaxMarker(settled), [settled]);
  const stop = test.isCurrent ? failureMarker(test.report, [rule.id]) : null;
  const markers = useMemo(() => [fault, stop].filter((marker) => marker !== null), [fault, stop]);

  return (
    <div data-wide>
      <RuleHeader
        draft={draft}
        actions={actions}
        onSave={() => void save()}
        onDeleted={() => {
          setDeleted(true);
          router.push('/console/rules');
        }}
      />
      {draft.failure ? (
        <Notice tone="danger" title="Not saved" isLive className="mb-4">
          {draft.failure.fields?.script ?? draft.failure.message}
        </Notice>
      ) : null}
      <SplitPane
        label="Width of the test panel"
        start={
          <>
            <CodeEditor
              handle={editor}
              language="javascript"
              path={`rules/${rule.id}.js`}
              value={script}
              onChange={draft.setScript}
              hiddenPrefix={rulePrefix}
              extraLibs={libs}
              markers={markers}
              languageErrorsAre="warning"
              commands={[{ id: 'run', label: 'Run the test', keys: 'Enter', run: test.run }]}
              height="clamp(22rem, calc(100dvh - 13.5rem), 70rem)"
              ariaLabel={`Code of ${rule.name}`}
            />
            <EditorStatus fault={fault} onGoTo={(line, column) => editor.current?.goTo(line, column)} />
          </>
        }
        end={
          <TestPanel
            test={test}
            ruleName={rule.name}
            applications={applications}
            findUsers={actions.findUsers}
            onGoTo={(line, column) => editor.current?.goTo(line, column)}
          />
        }
      />
      {draft.conflict ? (
        <RuleConflict
          base={base}
          mine={script}
          theirs={draft.conflict}
          isPending={draft.isPending}
          onOverwrite={(theirs) => void draft.store({ script }, theirs)}
          onTakeTheirs={draft.take}
          onClose={draft.keepEditing}
        />
      ) : null}
    </div>
  );
}

type EditorStatusProps = {
  fault: ReturnType<typeof syntaxMarker>;
  onGoTo: (line: number, column?: number) => void;
};

function EditorStatus({ fault, onGoTo }: EditorStatusProps) {
  return (
    <div className="mt-2 flex min-h-5 flex-wrap items-center justify-between gap-x-4 text-xs text-muted">
      <p role="status">
        {fault ? (
          <button
            type="button"
            onClick={() => onGoTo(fault.line, fault.column)}
            className="cursor-pointer rounded-sm text-start text-danger-soft-foreground outline-none hover:underline focus-visible:status-focused"
          >
            Line {fault.line}: {fault.message}
          </button>
        ) : (
          'No syntax errors'
        )}
      </p>
      <p className="max-sm:hidden">Ctrl+S saves, Ctrl+Enter runs the test</p>
    </div>
  );
}
