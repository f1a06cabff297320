import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

type OutcomeSectionProps = { title: string; count?: number; isOpen: boolean; children: ReactNode };

/** A part of a test's outcome that opens and closes. */
export function OutcomeSection({ title, count, isOpen, children }: OutcomeSectionProps) {
  return (
    <details open={isOpen} className="group border-t border-separator pt-2.5">
      <summary className="flex cursor-pointer list-none items-center gap-1 rounded-md text-[13px] font-medium outline-none focus-visible:status-focused">
        <ChevronRight
          className="size-3.5 text-muted transition-transform group-open:rotate-90"
          aria-hidden="true"
        />
        <h3>{title}</h3>
        {count === undefined ? null : <span className="font-normal text-muted tabular-nums">{count}</span>}
      </summary>
      <div className="mt-2 ps-4.5">{children}</div>
    </details>
  );
}
