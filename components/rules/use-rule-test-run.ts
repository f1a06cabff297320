import { emptyForm } from '@/components/scripts/test-form';
import { useTestRun } from '@/components/scripts/use-test-run';
import { testReport } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { toTestRequest } from './test-request';

type Options = {
  ruleId: string;
  code: string;
  latestCode: () => string;
  users: readonly UserView[];
  applications: readonly { clientId: string }[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
};

/** The test panel of a rule. */
export function useRuleTestRun({ ruleId, ...options }: Options) {
  return useTestRun({
    ...options,
    path: '/console/rules/test',
    schema: testReport,
    toRequest: (form, code) => toTestRequest(form, { ruleId, script: code }),
    emptyForm,
  });
}

export type TestRun = ReturnType<typeof useRuleTestRun>;
