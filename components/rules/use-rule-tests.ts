import { useSavedTests } from '@/components/scripts/use-saved-tests';
import type { Action } from '@/lib/http/schemas';
import { type RuleTestInput, type RuleTestView, ruleTestRun } from '@/lib/trials/schemas';

export type RuleTestActions = {
  createTest: Action<{ ruleId: string; test: RuleTestInput }, RuleTestView>;
  updateTest: Action<{ ruleId: string; id: string; test: RuleTestInput }, RuleTestView>;
  deleteTest: Action<{ ruleId: string; id: string }, null>;
};

type Options = {
  ruleId: string;
  initial: readonly RuleTestView[];
  code: string;
  latestCode: () => string;
  actions: RuleTestActions;
};

/** The saved tests of a rule, and how the last run of them went. */
export function useRuleTests({ ruleId, actions, ...options }: Options) {
  return useSavedTests<RuleTestInput, RuleTestView, typeof ruleTestRun>({
    ...options,
    path: '/console/rules/tests',
    request: (code, ids) => ({ ruleId, script: code, ...(ids ? { test_ids: ids } : {}) }),
    schema: ruleTestRun,
    create: (test) => actions.createTest({ ruleId, test }),
    update: (id, test) => actions.updateTest({ ruleId, id, test }),
    remove: (id) => actions.deleteTest({ ruleId, id }),
  });
}

export type RuleTests = ReturnType<typeof useRuleTests>;

/** A saved test as it is saved again under another name or with another expectation. */
export function renamedTest(
  test: RuleTestView,
  named: Pick<RuleTestInput, 'name' | 'expect'>,
): RuleTestInput {
  const { id: _, rule_id: __, created_at, updated_at, ...saved } = test;
  return { ...saved, ...named };
}
