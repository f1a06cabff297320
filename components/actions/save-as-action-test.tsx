'use client';

import { fromReport } from '@/components/scripts/expectation-form';
import { SaveAsTest } from '@/components/scripts/save-as-test';
import { toActionCircumstances } from './action-test-request';
import type { ActionTestRun } from './use-action-test-run';
import type { ActionTests } from './use-action-tests';

type SaveAsActionTestProps = { test: ActionTestRun; save: ActionTests['save'] };

/** Keeps the last run as a test that expects what it gave. What runs live, without the draft, is no test of it. */
export function SaveAsActionTest({ test: { ran, report, state }, save }: SaveAsActionTestProps) {
  const made = ran ? toActionCircumstances(ran.form) : null;
  if (state !== 'done' || !report || !ran || !made?.ok || ran.form.runs === 'live') return null;
  const { network: _, ...circumstances } = made.value;
  const user = report.event?.user;
  const email = typeof user === 'object' && user !== null && 'email' in user ? user.email : undefined;
  return (
    <SaveAsTest
      who={typeof email === 'string' ? email : ran.form.subject === 'json' ? 'Made-up user' : 'User'}
      result={report.result}
      expectation={fromReport(report, report.user_id)}
      save={(named) => save({ ...circumstances, pipeline: ran.form.runs === 'in-place', ...named })}
    />
  );
}
