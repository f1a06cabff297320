'use client';

import { Button } from '@heroui/react/button';
import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';

type TryPanelProps = {
  /** What a run does and what it does not. */
  says: string;
  isRunning: boolean;
  onRun: () => void;
  onCancel: () => void;
  /** Why the test did not run. */
  message: string | null;
  /** Whom and what it is tried with. */
  form: ReactNode;
  outcome: ReactNode;
};

/** A place to try the code as it stands in the editor. */
export function TryPanel({ says, isRunning, onRun, onCancel, message, form, outcome }: TryPanelProps) {
  return (
    <section aria-labelledby="try-title" className="flex flex-col">
      <h2 id="try-title" className="sr-only">
        Try it
      </h2>
      <div className="flex flex-col gap-3 border-b border-separator p-4">
        <div className="flex items-center justify-between gap-3">
          <p className="text-[13px] text-muted">{says}</p>
          {isRunning ? (
            <Button size="sm" variant="secondary" onPress={onCancel}>
              <Square aria-hidden="true" />
              Cancel
            </Button>
          ) : (
            <Button size="sm" onPress={onRun} aria-keyshortcuts="Control+Enter Meta+Enter">
              <Play aria-hidden="true" />
              Run
            </Button>
          )}
        </div>
        {form}
      </div>
      <div className="p-4" aria-busy={isRunning}>
        {message ? (
          <Notice tone="danger" isLive>
            {message}
          </Notice>
        ) : (
          outcome
        )}
      </div>
    </section>
  );
}
