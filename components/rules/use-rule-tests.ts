import { useState } from 'react';
import { postJson } from '@/components/scripts/post-json';
import type { Action, ActionResult } from '@/lib/http/schemas';
import { type RuleTestInput, type RuleTestRun, type RuleTestView, ruleTestRun } from '@/lib/trials/schemas';

export type RuleTestActions = {
  createTest: Action<{ ruleId: string; test: RuleTestInput }, RuleTestView>;
  updateTest: Action<{ ruleId: string; id: string; test: RuleTestInput }, RuleTestView>;
  deleteTest: Action<{ ruleId: string; id: string }, null>;
};

type Options = {
  ruleId: string;
  initial: readonly RuleTestView[];
  script: string;
  latestScript: () => string;
  actions: RuleTestActions;
};

export type TestResult = RuleTestRun['results'][number];

/** The saved tests of a rule, and how the last run of them went. */
export function useRuleTests({ ruleId, initial, script, latestScript, actions }: Options) {
  const [tests, setTests] = useState(initial);
  const [results, setResults] = useState<ReadonlyMap<string, TestResult>>(new Map());
  /** The code that the results are about. */
  const [ran, setRan] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [message, setMessage] = useState<string | null>(null);

  /** Runs all of them, or those named, over the code as it stands. */
  const run = async (ids?: readonly string[]) => {
    if (isRunning) return;
    const code = latestScript();
    setRunning(true);
    setMessage(null);
    const result = await postJson(
      '/console/rules/tests',
      { ruleId, script: code, ...(ids ? { test_ids: ids } : {}) },
      { schema: ruleTestRun },
    ).catch(() => null);
    setRunning(false);
    if (!result?.ok) {
      setMessage(result?.message ?? 'The tests did not run: Annex could not be reached. Try again.');
      return;
    }
    const kept = ids && ran === code ? [...results] : [];
    setResults(new Map([...kept, ...result.data.results.map((each) => [each.id, each] as const)]));
    setRan(code);
  };

  /** Saves a new test, or another one in the place of `id`. */
  const save = async (test: RuleTestInput, id?: string): Promise<ActionResult<RuleTestView>> => {
    const result = await (id === undefined
      ? actions.createTest({ ruleId, test })
      : actions.updateTest({ ruleId, id, test }));
    if (!result.ok) return result;
    setTests(
      id === undefined ? [...tests, result.data] : tests.map((old) => (old.id === id ? result.data : old)),
    );
    forget(result.data.id);
    return result;
  };

  const remove = async (id: string): Promise<ActionResult<null>> => {
    const result = await actions.deleteTest({ ruleId, id });
    if (!result.ok) return result;
    setTests(tests.filter((old) => old.id !== id));
    forget(id);
    return result;
  };

  const forget = (id: string) => setResults(new Map([...results].filter(([known]) => known !== id)));

  return {
    tests,
    results,
    passed: [...results.values()].filter((result) => result.passed).length,
    /** The results are about the code as it stands. */
    isCurrent: ran === script,
    isRunning,
    message,
    run: (ids?: readonly string[]) => void run(ids),
    save,
    remove,
  };
}

export type RuleTests = ReturnType<typeof useRuleTests>;
