'use client';

import { isObject, type JsonObject } from '@/components/metadata/json';
import { fromReport } from '@/components/scripts/expectation-form';
import { SaveAsTest } from '@/components/scripts/save-as-test';
import type { ActionReport } from '@/lib/trials/schemas';
import { type ActionTestForm, toActionCircumstances } from './action-test-request';
import { endedAs, expectableOf } from './how-to-try';
import type { RunnableTrigger } from './trigger-words';
import type { ActionTestRun } from './use-action-test-run';
import type { ActionTests } from './use-action-tests';

const text = (value: unknown, member: string): string | undefined => {
  const found = isObject(value as JsonObject) ? (value as JsonObject)[member] : undefined;
  return typeof found === 'string' ? found : undefined;
};

function whoIn({ event }: ActionReport, { subject }: ActionTestForm): string {
  const known = text(event?.user, 'email');
  if (known !== undefined) return known;
  if (subject === 'none') return text(event?.client, 'name') ?? 'Application';
  return subject === 'json' ? 'Made-up user' : 'User';
}

type SaveAsActionTestProps = { test: ActionTestRun; trigger: RunnableTrigger; save: ActionTests['save'] };

/** Keeps the last run as a test that expects what it gave. What runs live, without the draft, is no test of it. */
export function SaveAsActionTest({ test: { ran, report, state }, trigger, save }: SaveAsActionTestProps) {
  const made = ran ? toActionCircumstances(ran.form) : null;
  if (state !== 'done' || !report || !ran || !made?.ok || ran.form.runs === 'live') return null;
  const { network: _, ...circumstances } = made.value;
  return (
    <SaveAsTest
      who={whoIn(report, ran.form)}
      ended={endedAs(report.result, trigger).word}
      expectation={fromReport(report, report.user_id)}
      expectable={expectableOf(trigger)}
      save={(named) => save({ ...circumstances, pipeline: ran.form.runs === 'in-place', ...named })}
    />
  );
}
