import type { CodeMarker } from '@/components/editor/types';
import { useTestRun } from '@/components/scripts/use-test-run';
import { type ActionReport, actionReport } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { toActionTest } from './action-test-request';
import { howToTry } from './how-to-try';
import type { RunnableTrigger } from './trigger-words';

type Options = {
  actionId: string;
  trigger: RunnableTrigger;
  code: string;
  latestCode: () => string;
  users: readonly UserView[];
  applications: readonly { clientId: string }[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
};

/** The test panel of an Action. `stop`: where the code as it stands failed. */
export function useActionTestRun({ actionId, trigger, ...options }: Options) {
  const test = useTestRun({
    ...options,
    path: '/console/actions/test',
    schema: actionReport,
    toRequest: (form, code) => toActionTest(form, { actionId, code, trigger }),
    emptyForm: howToTry[trigger].form,
  });
  const error = test.isCurrent && test.ran?.form.runs !== 'live' ? test.report?.error : undefined;
  return { ...test, stop: error?.step_id === actionId ? markerOf(error) : null };
}

function markerOf({ name, message, line, column }: NonNullable<ActionReport['error']>): CodeMarker | null {
  return line === undefined ? null : { line, column, message: `${name}: ${message}`, source: 'test' };
}

export type ActionTestRun = ReturnType<typeof useActionTestRun>;
