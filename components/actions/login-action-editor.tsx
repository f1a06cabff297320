'use client';

import { useRef, useState } from 'react';
import type { CodeEditorHandle } from '@/components/editor/types';
import { ReplayPanel } from '@/components/scripts/replay-panel';
import { ReplayReport } from '@/components/scripts/replay-report';
import type { Applications, SubjectActions } from '@/components/scripts/test-subject';
import { TestsPanel } from '@/components/scripts/tests-panel';
import { type ReplayActions, useReplay } from '@/components/scripts/use-replay';
import type { ActionTestView } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { ActionTestPanel } from './action-test-panel';
import { fromActionCircumstances } from './action-test-request';
import {
  type ActionModules,
  ActionWorkspace,
  type WorkspaceActions,
  type WorkspaceTab,
} from './action-workspace';
import { type OpenedAction, useActionDraft } from './use-action-draft';
import { useActionTestRun } from './use-action-test-run';
import { type ActionTestActions, renamedTest, useActionTests } from './use-action-tests';

/** Sign-ins to try an Action with. */
export type SignInsToTry = {
  initialTests: readonly ActionTestView[];
  applications: Applications;
  /** Some users to begin with. */
  users: readonly UserView[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
};

type LoginActionEditorProps = {
  opened: OpenedAction;
  modules: ActionModules;
  tries: SignInsToTry;
  actions: WorkspaceActions & ActionTestActions & SubjectActions & ReplayActions;
};

/** An Action of sign-ins: tried on real, recorded and made-up ones, with tests that are saved. */
export function LoginActionEditor({ opened, modules, tries, actions }: LoginActionEditorProps) {
  const { initialTests, ...subjects } = tries;
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useActionDraft(opened, actions);
  const [tab, setTab] = useState<WorkspaceTab>('try');
  const code = { actionId: draft.base.id, code: draft.code, latestCode: draft.latestCode };
  const test = useActionTestRun({ ...code, ...subjects });
  const tests = useActionTests({ ...code, initial: initialTests, actions });
  const goTo = (line: number, column?: number) => editor.current?.goTo(line, column);
  const replay = useReplay({
    tried: (typed) => ({ code: typed, action_id: draft.base.id }),
    code: draft.code,
    latestCode: draft.latestCode,
    actions,
  });
  /** Puts somebody's sign-in into the panel where one is tried. */
  const tryIt = (circumstances: Parameters<typeof fromActionCircumstances>[0], pipeline: boolean) => {
    test.open({ ...fromActionCircumstances(circumstances), runs: pipeline ? 'in-place' : 'alone' });
    setTab('try');
  };
  return (
    <ActionWorkspace
      draft={draft}
      modules={modules}
      tests={tests}
      reports={<ReplayReport replay={replay} />}
      tab={tab}
      onTab={setTab}
      tabs={[
        {
          id: 'try',
          name: 'Try it',
          content: (
            <ActionTestPanel
              test={test}
              actionId={draft.base.id}
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
              tests={tests}
              onChange={(saved, named) => tests.save(renamedTest(saved, named), saved.id)}
              onOpen={(saved) => tryIt(saved, saved.pipeline)}
            />
          ),
        },
        {
          id: 'replay',
          name: 'Replay',
          content: (
            <ReplayPanel
              kind="action"
              replay={replay}
              applications={subjects.applications}
              actions={actions}
              onOpen={({ sign_in_id, user_id }) =>
                tryIt(sign_in_id === undefined ? { user_id } : { sign_in_id }, true)
              }
            />
          ),
        },
      ]}
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
