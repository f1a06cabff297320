'use client';

import { ReplayPanel } from '@/components/scripts/replay-panel';
import { ReplayReport } from '@/components/scripts/replay-report';
import type { SubjectActions } from '@/components/scripts/test-subject';
import { type ReplayActions, useReplay } from '@/components/scripts/use-replay';
import { ActionWorkspace, type Known, type WorkspaceActions } from './action-workspace';
import type { OpenedAction } from './use-action-draft';
import type { ActionTestActions } from './use-action-tests';
import { type Tries, useTriedAction } from './use-tried-action';

type LoginActionEditorProps = {
  opened: OpenedAction;
  known: Known;
  tries: Tries;
  actions: WorkspaceActions & ActionTestActions & SubjectActions & ReplayActions;
};

/** An Action of sign-ins: tried on real, recorded and made-up ones, and over many of them. */
export function LoginActionEditor(props: LoginActionEditorProps) {
  const { tries, actions } = props;
  const { draft, tabs, tryIt, workspace } = useTriedAction({ ...props, trigger: 'post-login' });
  const replay = useReplay({
    tried: (typed) => ({ code: typed, action_id: draft.base.id }),
    code: draft.code,
    latestCode: draft.latestCode,
    actions,
  });
  const replayTab = {
    id: 'replay',
    name: 'Replay',
    content: (
      <ReplayPanel
        kind="action"
        replay={replay}
        applications={tries.applications}
        actions={actions}
        onOpen={({ sign_in_id, user_id }) =>
          tryIt(sign_in_id === undefined ? { user_id } : { sign_in_id }, true)
        }
      />
    ),
  } as const;
  return (
    <ActionWorkspace {...workspace} reports={<ReplayReport replay={replay} />} tabs={[...tabs, replayTab]} />
  );
}
