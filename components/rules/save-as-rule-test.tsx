'use client';

import { decisions } from '@/components/scripts/decision';
import { fromReport } from '@/components/scripts/expectation-form';
import { SaveAsTest } from '@/components/scripts/save-as-test';
import { toCircumstances } from './test-request';
import type { TestRun } from './use-rule-test-run';
import type { RuleTests } from './use-rule-tests';

type SaveAsRuleTestProps = { test: TestRun; save: RuleTests['save'] };

/** Keeps the last run as a test that expects what it gave. What runs live, without the draft, is no test of it. */
export function SaveAsRuleTest({ test: { ran, report, state }, save }: SaveAsRuleTestProps) {
  const made = ran ? toCircumstances(ran.form) : null;
  if (state !== 'done' || !report || !ran || !made?.ok || ran.form.runs === 'live') return null;
  const { network: _, ...circumstances } = made.value;
  const { email, user_id } = report.before.user;
  return (
    <SaveAsTest
      who={typeof email === 'string' ? email : ran.form.subject === 'json' ? 'Made-up user' : 'User'}
      ended={decisions[report.result].word}
      expectation={fromReport(report, user_id)}
      save={(named) => save({ ...circumstances, pipeline: ran.form.runs === 'in-place', ...named })}
    />
  );
}
