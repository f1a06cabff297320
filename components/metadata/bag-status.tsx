import type { ReactNode } from 'react';
import type { Problem } from './parse-bag';

type BagStatusProps = {
  bag: string;
  problem: Problem | null;
  isDirty: boolean;
  hasChanges: boolean;
  /** Shown while there is nothing else to say. */
  children: ReactNode;
};

/** Whether what stands in the editor may be saved, and why not. */
export function BagStatus({ bag, problem, isDirty, hasChanges, children }: BagStatusProps) {
  return (
    <div role="status" className="me-auto min-w-0 flex-1 basis-60 text-[13px]">
      {problem ? (
        <p className="text-danger-soft-foreground">
          {problem.line ? `Line ${problem.line}, column ${problem.column}: ` : ''}
          {problem.message}
          {problem.path && problem.path !== bag ? (
            <code className="ms-1.5 font-mono text-xs wrap-anywhere">{problem.path}</code>
          ) : null}
        </p>
      ) : isDirty ? (
        <p className="text-muted">{hasChanges ? 'Not saved yet.' : 'Nothing differs from what is stored.'}</p>
      ) : (
        children
      )}
    </div>
  );
}
