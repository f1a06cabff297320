import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

type DisclosureProps = { summary: string; isForcedOpen: boolean; children: ReactNode };

/** Settings that few need, behind one line; open where something in them has to be mended. */
export function Disclosure({ summary, isForcedOpen, children }: DisclosureProps) {
  return (
    <details className="group" {...(isForcedOpen ? { open: true } : {})}>
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-md text-[13px] text-muted outline-none hover:text-foreground focus-visible:status-focused">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden="true" />
        {summary}
      </summary>
      <div className="mt-3 flex flex-col gap-4">{children}</div>
    </details>
  );
}
