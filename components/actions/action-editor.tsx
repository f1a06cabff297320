'use client';

import { useRef, useState } from 'react';
import type { CodeEditorHandle } from '@/components/editor/types';
import type { SubjectActions } from '@/components/scripts/test-subject';
import type { ReplayActions } from '@/components/scripts/use-replay';
import {
  type ActionModules,
  ActionWorkspace,
  type WorkspaceActions,
  type WorkspaceTab,
} from './action-workspace';
import { EventTestPanel } from './event-test-panel';
import { LoginActionEditor, type SignInsToTry } from './login-action-editor';
import { isRunnable, type RunnableTrigger, triggerOf } from './trigger-words';
import { type OpenedAction, useActionDraft } from './use-action-draft';
import type { ActionTestActions } from './use-action-tests';
import { useEventTest } from './use-event-test';

type ActionEditorProps = {
  opened: OpenedAction;
  modules: ActionModules;
  /** Null for another trigger than post-login. */
  tries: SignInsToTry | null;
  actions: WorkspaceActions & ActionTestActions & SubjectActions & ReplayActions;
};

/** An Action with the way to try it that its trigger allows. */
export function ActionEditor(props: ActionEditorProps) {
  const trigger = triggerOf(props.opened.action);
  const { tries } = props;
  if (tries) return <LoginActionEditor {...props} tries={tries} />;
  return isRunnable(trigger) ? (
    <EventActionEditor {...props} trigger={trigger} />
  ) : (
    <KeptActionEditor {...props} />
  );
}

/** Tried on an event that somebody writes. */
function EventActionEditor({
  opened,
  modules,
  actions,
  trigger,
}: ActionEditorProps & { trigger: RunnableTrigger }) {
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useActionDraft(opened, actions);
  const [tab, setTab] = useState<WorkspaceTab>('try');
  const test = useEventTest({ trigger, draft });
  const goTo = (line: number, column?: number) => editor.current?.goTo(line, column);
  return (
    <ActionWorkspace
      draft={draft}
      modules={modules}
      tests={null}
      tab={tab}
      onTab={setTab}
      tabs={[{ id: 'try', name: 'Try it', content: <EventTestPanel test={test} onGoTo={goTo} /> }]}
      stop={test.stop}
      onRun={() => {
        setTab('try');
        test.run();
      }}
      editor={editor}
      onGoTo={goTo}
      actions={actions}
    />
  );
}

/** Of a trigger that Annex does not run. */
function KeptActionEditor({ opened, modules, actions }: ActionEditorProps) {
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useActionDraft(opened, actions);
  return (
    <ActionWorkspace
      draft={draft}
      modules={modules}
      tests={null}
      tab="settings"
      onTab={() => undefined}
      tabs={[]}
      stop={null}
      editor={editor}
      onGoTo={(line, column) => editor.current?.goTo(line, column)}
      actions={actions}
    />
  );
}
