'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';

type DisclosureProps = { summary: string; isForcedOpen: boolean; children: ReactNode };

/** Settings that few need, behind one line; open where something in them has to be seen, and then until it is closed. */
export function Disclosure({ summary, isForcedOpen, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="group"
      open={isOpen || isForcedOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-md text-[13px] text-muted outline-none hover:text-foreground focus-visible:status-focused">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden="true" />
        {summary}
      </summary>
      <div className="mt-3 flex flex-col gap-4">{children}</div>
    </details>
  );
}
