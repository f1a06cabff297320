import { useRef, useState } from 'react';
import type { CodeEditorHandle } from '@/components/editor/types';
import type { Applications, SubjectActions } from '@/components/scripts/test-subject';
import { TestsPanel } from '@/components/scripts/tests-panel';
import type { ActionTestView } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { ActionTestPanel } from './action-test-panel';
import { fromActionCircumstances } from './action-test-request';
import type { Known, WorkspaceActions, WorkspaceTab } from './action-workspace';
import { expectableOf } from './how-to-try';
import type { RunnableTrigger } from './trigger-words';
import { type OpenedAction, useActionDraft } from './use-action-draft';
import { useActionTestRun } from './use-action-test-run';
import { type ActionTestActions, renamedTest, useActionTests } from './use-action-tests';

/** What an Action is tried with. */
export type Tries = {
  initialTests: readonly ActionTestView[];
  applications: Applications;
  /** Some users to begin with. */
  users: readonly UserView[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
};

type TriedActionOptions = {
  opened: OpenedAction;
  known: Known;
  trigger: RunnableTrigger;
  tries: Tries;
  actions: WorkspaceActions & ActionTestActions & SubjectActions;
};

/** An Action that can be tried, with tests that are saved: its draft, its workspace, and the tabs for that. */
export function useTriedAction({ opened, known, trigger, tries, actions }: TriedActionOptions) {
  const { initialTests, ...subjects } = tries;
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useActionDraft(opened, actions);
  const [tab, setTab] = useState<WorkspaceTab>('try');
  const code = { actionId: draft.base.id, code: draft.code, latestCode: draft.latestCode };
  const test = useActionTestRun({ ...code, trigger, ...subjects });
  const tests = useActionTests({ ...code, initial: initialTests, actions });
  const goTo = (line: number, column?: number) => editor.current?.goTo(line, column);
  /** Puts what is given into the panel where the Action is tried. */
  const tryIt = (circumstances: Parameters<typeof fromActionCircumstances>[0], pipeline: boolean) => {
    test.open({ ...fromActionCircumstances(circumstances), runs: pipeline ? 'in-place' : 'alone' });
    setTab('try');
  };
  return {
    draft,
    tryIt,
    tabs: [
      {
        id: 'try',
        name: 'Try it',
        content: (
          <ActionTestPanel
            test={test}
            actionId={draft.base.id}
            trigger={trigger}
            applications={subjects.applications}
            actions={actions}
            saveTest={tests.save}
            onGoTo={goTo}
          />
        ),
      },
      {
        id: 'tests',
        name: tests.tests.length > 0 ? `Tests (${tests.tests.length})` : 'Tests',
        content: (
          <TestsPanel
            kind="Action"
            expectable={expectableOf(trigger)}
            tests={tests}
            onChange={(saved, named) => tests.save(renamedTest(saved, named), saved.id)}
            onOpen={(saved) => tryIt(saved, saved.pipeline)}
          />
        ),
      },
    ] as const,
    workspace: {
      draft,
      known,
      tests,
      tab,
      onTab: setTab,
      stop: test.stop,
      onRun: () => {
        setTab('try');
        test.run();
      },
      editor,
      onGoTo: goTo,
      actions,
    },
  };
}
