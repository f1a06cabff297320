'use client';

import type { CodeMarker } from '@/components/editor/types';

type EditorStatusProps = {
  /** Why the code could not be deployed, where it is. */
  fault: CodeMarker | null;
  onGoTo: (line: number, column?: number) => void;
  onFormat: () => void;
};

/** Below the code: its fault, its layout, and the keys. */
export function EditorStatus({ fault, onGoTo, onFormat }: EditorStatusProps) {
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
      <p className="flex flex-wrap items-center gap-x-3">
        <button
          type="button"
          onClick={onFormat}
          className="cursor-pointer rounded-sm text-link outline-none hover:underline focus-visible:status-focused"
        >
          Format the code
        </button>
        <span className="max-sm:hidden">Ctrl+S saves the draft, Ctrl+Enter runs the test, F1 lists more</span>
      </p>
    </div>
  );
}
