'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { ListPlus } from 'lucide-react';
import { useState } from 'react';
import { decisions } from '@/components/scripts/decision';
import { fromReport } from './expectation-form';
import { SaveTestDialog } from './save-test-dialog';
import { type TestForm, toCircumstances } from './test-request';
import type { RuleTests } from './use-rule-tests';
import type { TestRun } from './use-test-run';

type SaveAsTestProps = { test: TestRun; save: RuleTests['save'] };

/** Keeps the last run as a test that expects what it gave. What runs live, without the draft, is no test of it. */
export function SaveAsTest({ test: { ran, report, state }, save }: SaveAsTestProps) {
  const [isOpen, setOpen] = useState(false);
  const made = ran ? toCircumstances(ran.form) : null;
  if (state !== 'done' || !report || !ran || !made?.ok || ran.form.runs === 'live') return null;
  const { network: _, ...circumstances } = made.value;
  return (
    <>
      <Button size="sm" variant="secondary" className="mt-3" onPress={() => setOpen(true)}>
        <ListPlus aria-hidden="true" />
        Save as test
      </Button>
      {isOpen ? (
        <SaveTestDialog
          title="Save as test"
          name={`${nameOf(ran.form, report.before.user.email)}: ${decisions[report.result].word.toLowerCase()}`}
          expectation={fromReport(report)}
          test={{ ...circumstances, pipeline: ran.form.runs === 'in-place' }}
          save={async (test) => {
            const result = await save(test);
            if (result.ok) toast.success(`“${test.name}” saved`);
            return result;
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function nameOf({ subject }: TestForm, email: unknown): string {
  if (typeof email === 'string') return email;
  return subject === 'json' ? 'Made-up user' : 'User';
}
