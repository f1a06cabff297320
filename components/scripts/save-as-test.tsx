'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { ListPlus } from 'lucide-react';
import { useState } from 'react';
import type { ActionResult } from '@/lib/http/schemas';
import type { Expectation } from '@/lib/trials/schemas';
import type { Expectable } from './expectable';
import type { ExpectationForm } from './expectation-form';
import { SaveTestDialog } from './save-test-dialog';

type SaveAsTestProps = {
  /** Whose sign-in it was, or what else, in words. */
  who: string;
  /** How it ended, in a word. */
  ended: string;
  expectation: ExpectationForm;
  /** What can come of a run; what can of a sign-in where nothing is said. */
  expectable?: Expectable;
  save: (named: { name: string; expect: Expectation }) => Promise<ActionResult<unknown>>;
};

/** Keeps the last run as a test that expects what it gave. */
export function SaveAsTest({ who, ended, expectation, expectable, save }: SaveAsTestProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="secondary" className="mt-3" onPress={() => setOpen(true)}>
        <ListPlus aria-hidden="true" />
        Save as test
      </Button>
      {isOpen ? (
        <SaveTestDialog
          title="Save as test"
          name={`${who}: ${ended.toLowerCase()}`}
          expectation={expectation}
          expectable={expectable}
          save={async (named) => {
            const saved = await save(named);
            if (saved.ok) toast.success(`“${named.name}” saved`);
            return saved;
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
