'use client';

import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { type ReactNode, type RefObject, useMemo, useState } from 'react';
import type { CodeEditorHandle, CodeMarker } from '@/components/editor/types';
import { CodeConflict } from '@/components/scripts/code-conflict';
import type { CodeTests } from '@/components/scripts/code-tests';
import { CodeWorkspace } from '@/components/scripts/code-workspace';
import type { ObservedPaths } from '@/components/scripts/metadata-declarations';
import { useShortcuts } from '@/components/scripts/use-shortcuts';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { ActionView } from '@/lib/actions/schemas';
import type { Action } from '@/lib/http/schemas';
import { actionDeclarations, hiddenActionText } from './action-declarations';
import { ActionHeader } from './action-header';
import { ActionSettings } from './action-settings';
import { syntaxMarker } from './markers';
import { isRunnable, triggerOf } from './trigger-words';
import type { ActionDraft, DraftActions } from './use-action-draft';

export type WorkspaceActions = DraftActions & { remove: Action<{ id: string }, null> };

/** What `require` knows: everything, and what of it comes from npm. */
export type ActionModules = { all: readonly string[]; libraries: readonly string[] };

/** What the editor knows besides the code. */
export type Known = { modules: ActionModules; metadata: ObservedPaths };

export type WorkspaceTab = 'try' | 'tests' | 'replay' | 'settings';

type ActionWorkspaceProps = {
  draft: ActionDraft;
  known: Known;
  /** Null where the trigger has no saved tests. */
  tests: CodeTests | null;
  /** What else is known of the draft before it is deployed. */
  reports?: ReactNode;
  tab: WorkspaceTab;
  onTab: (tab: WorkspaceTab) => void;
  /** What stands beside the code, before the settings. */
  tabs: readonly { id: WorkspaceTab; name: string; content: ReactNode }[];
  /** Where the last run of the code as it stands stopped. */
  stop: CodeMarker | null;
  /** Tries the code; absent where that cannot be done. */
  onRun?: () => void;
  editor: RefObject<CodeEditorHandle | null>;
  onGoTo: (line: number, column?: number) => void;
  actions: WorkspaceActions;
};

/** An Action: its code, what can be done with it, and what stands beside the code. */
export function ActionWorkspace(props: ActionWorkspaceProps) {
  const { draft, known, tests, reports, tab, onTab, tabs, stop, onRun, editor, onGoTo, actions } = props;
  const router = useRouter();
  const { base, code, isDirty } = draft;
  const [isDeleted, setDeleted] = useState(false);
  useUnsavedGuard(isDirty && !isDeleted);

  const save = async () => {
    if (await draft.keep()) toast.success('Draft saved; what is deployed runs as before');
  };
  useShortcuts({ onSave: () => void (isDirty && save()), onRun: () => onRun?.() });

  const id = triggerOf(base);
  const trigger = isRunnable(id) ? id : null;
  const hiddenText = useMemo(() => hiddenActionText(trigger), [trigger]);
  const secrets = base.secrets.map(({ name }) => name).join('\n');
  const libs = useMemo(() => {
    const names = secrets === '' ? [] : secrets.split('\n');
    const { modules, metadata } = known;
    const content = actionDeclarations({ trigger, secrets: names, modules: modules.all, metadata });
    return [{ path: 'annex/action.d.ts', content }];
  }, [trigger, secrets, known]);

  return (
    <CodeWorkspace
      header={
        <ActionHeader
          draft={draft}
          tests={tests}
          reports={reports}
          actions={actions}
          onSave={() => void save()}
          onDeleted={() => {
            setDeleted(true);
            router.push('/console/actions');
          }}
        />
      }
      failure={draft.failure?.fields?.code ?? draft.failure?.message}
      name={base.name}
      code={code}
      onChange={draft.setCode}
      path={`actions/${base.id}.ts`}
      hiddenText={hiddenText}
      libs={libs}
      faultOf={syntaxMarker}
      stop={stop}
      onRun={onRun}
      editor={editor}
      onGoTo={onGoTo}
      tab={tab}
      onTab={onTab}
      tabs={[
        ...tabs,
        {
          id: 'settings',
          name: 'Settings',
          content: <ActionSettings draft={draft} libraries={known.modules.libraries} />,
        },
      ]}
    >
      {draft.conflict ? <Conflict draft={draft} theirs={draft.conflict} /> : null}
    </CodeWorkspace>
  );
}

function Conflict({ draft, theirs }: { draft: ActionDraft; theirs: ActionView }) {
  const overwrite = async () => {
    if (await draft.keep({ over: theirs })) toast.success('Draft saved over theirs');
  };
  return (
    <CodeConflict
      title="The draft changed while you were editing"
      description="Somebody else saved other code. Lines marked − are theirs, lines marked + are yours. Only deployed versions are kept in the history."
      overwriteLabel="Save mine over theirs"
      mine={draft.code}
      theirs={theirs.code}
      isPending={draft.isPending}
      onOverwrite={() => void overwrite()}
      onTakeTheirs={() => draft.take(theirs)}
      onClose={draft.keepEditing}
    />
  );
}
