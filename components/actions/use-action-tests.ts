import { useSavedTests } from '@/components/scripts/use-saved-tests';
import type { Action } from '@/lib/http/schemas';
import { type ActionTestInput, type ActionTestView, actionTestRun } from '@/lib/trials/schemas';

export type ActionTestActions = {
  createTest: Action<{ actionId: string; test: ActionTestInput }, ActionTestView>;
  updateTest: Action<{ actionId: string; id: string; test: ActionTestInput }, ActionTestView>;
  deleteTest: Action<{ actionId: string; id: string }, null>;
};

type Options = {
  actionId: string;
  initial: readonly ActionTestView[];
  code: string;
  latestCode: () => string;
  actions: ActionTestActions;
};

/** The saved tests of an Action, and how the last run of them went. */
export function useActionTests({ actionId, actions, ...options }: Options) {
  return useSavedTests<ActionTestInput, ActionTestView, typeof actionTestRun>({
    ...options,
    path: '/console/actions/tests',
    request: (code, ids) => ({ actionId, code, ...(ids ? { test_ids: ids } : {}) }),
    schema: actionTestRun,
    create: (test) => actions.createTest({ actionId, test }),
    update: (id, test) => actions.updateTest({ actionId, id, test }),
    remove: (id) => actions.deleteTest({ actionId, id }),
  });
}

export type ActionTests = ReturnType<typeof useActionTests>;

/** A saved test as it is saved again under another name or with another expectation. */
export function renamedTest(
  test: ActionTestView,
  named: Pick<ActionTestInput, 'name' | 'expect'>,
): ActionTestInput {
  const { id: _, action_id: __, created_at, updated_at, ...saved } = test;
  return { ...saved, ...named };
}
