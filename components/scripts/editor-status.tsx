'use client';

import type { CodeMarker } from '@/components/editor/types';

type EditorStatusProps = {
  /** Why the code could not be deployed, where it is. */
  fault: CodeMarker | null;
  onGoTo: (line: number, column?: number) => void;
};

/** Below the code: its fault, and the keys. */
export function EditorStatus({ fault, onGoTo }: EditorStatusProps) {
  return (
    <div className="mt-2 flex min-h-5 flex-wrap items-center justify-between gap-x-4 text-xs text-muted">
      <p role="status">
        {fault ? (
          <button
            type="button"
            onClick={() => onGoTo(fault.line, fault.column)}
            className="cursor-pointer rounded-sm text-start text-danger-soft-foreground outline-none hover:underline focus-visible:status-focused"
          >
            Line {fault.line}: {fault.message}
          </button>
        ) : (
          'No syntax errors'
        )}
      </p>
      <p className="max-sm:hidden">Ctrl+S saves the draft, Ctrl+Enter runs the test</p>
    </div>
  );
}
