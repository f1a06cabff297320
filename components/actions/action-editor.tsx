'use client';

import { useRef } from 'react';
import type { CodeEditorHandle } from '@/components/editor/types';
import type { SubjectActions } from '@/components/scripts/test-subject';
import type { ReplayActions } from '@/components/scripts/use-replay';
import { ActionWorkspace, type Known, type WorkspaceActions } from './action-workspace';
import { LoginActionEditor } from './login-action-editor';
import { isRunnable, type RunnableTrigger, triggerOf } from './trigger-words';
import { type OpenedAction, useActionDraft } from './use-action-draft';
import type { ActionTestActions } from './use-action-tests';
import { type Tries, useTriedAction } from './use-tried-action';

type ActionEditorProps = {
  opened: OpenedAction;
  known: Known;
  /** Null for a trigger that Annex does not run. */
  tries: Tries | null;
  actions: WorkspaceActions & ActionTestActions & SubjectActions & ReplayActions;
};

/** An Action with the ways to try it that its trigger allows. */
export function ActionEditor(props: ActionEditorProps) {
  const trigger = triggerOf(props.opened.action);
  const { tries } = props;
  if (!tries || !isRunnable(trigger)) return <KeptActionEditor {...props} />;
  return trigger === 'post-login' ? (
    <LoginActionEditor {...props} tries={tries} />
  ) : (
    <EventActionEditor {...props} tries={tries} trigger={trigger} />
  );
}

/** Of another trigger than sign-ins, which nobody can replay. */
function EventActionEditor(props: ActionEditorProps & { tries: Tries; trigger: RunnableTrigger }) {
  const { tabs, workspace } = useTriedAction(props);
  return <ActionWorkspace {...workspace} tabs={tabs} />;
}

/** Of a trigger that Annex does not run. */
function KeptActionEditor({ opened, known, actions }: ActionEditorProps) {
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useActionDraft(opened, actions);
  return (
    <ActionWorkspace
      draft={draft}
      known={known}
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
