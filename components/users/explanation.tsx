'use client';

import { Gauge } from 'lucide-react';
import type { SearchExplanation } from '@/lib/search';

type ExplanationProps = {
  explanation: SearchExplanation | undefined;
  total: number | undefined;
  totalKind: string | undefined;
  isOpen: boolean;
  onToggle: () => void;
};

const ways: Record<SearchExplanation['plan'], string> = {
  planned: 'As PostgreSQL planned it',
  collected: 'All matches collected, then sorted',
  walked: 'Walked in the order of the sort until the page was full',
  sorted: 'Every match found and sorted, since they stand late in the order',
  nobody: 'Not asked: the query can match no user',
};
const kinds: Record<string, string> = { exact: 'exact', estimate: 'estimate', capped: 'counted to 1,000' };
const count = new Intl.NumberFormat('en-GB');
const ms = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** How the search was answered, behind a button. */
export function Explanation({ explanation, total, totalKind, isOpen, onToggle }: ExplanationProps) {
  return (
    <section aria-label="How this was answered" className="mt-3 text-[13px]">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="-ms-1 inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-lg px-1 text-muted outline-none hover:text-foreground focus-visible:status-focused"
      >
        <Gauge className="size-3.5" aria-hidden="true" />
        {isOpen ? 'Hide how this was answered' : 'Explain'}
      </button>
      {isOpen && explanation ? (
        <div className="mt-1.5 rounded-xl bg-surface p-4 shadow-surface">
          <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
            <Fact name="Way" value={ways[explanation.plan]} />
            <Fact
              name="Rows on this page"
              value={count.format(explanation.rows)}
              note={`${count.format(explanation.expectedRows)} matches expected`}
            />
            <Fact
              name="Total"
              value={total === undefined ? 'not counted' : count.format(total)}
              note={kinds[totalKind ?? ''] ?? ''}
            />
            <Fact
              name="Time"
              value={`${ms.format(explanation.pageMs)} ms`}
              note={
                explanation.totalMs === undefined ? '' : `and ${ms.format(explanation.totalMs)} ms to count`
              }
            />
          </dl>
          {explanation.steps.length > 0 ? (
            <>
              <h3 className="mt-4 text-xs font-medium text-muted">Plan, outermost step first</h3>
              <ol className="mt-1 font-mono text-xs leading-5 wrap-anywhere">
                {explanation.steps.map((step, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a plan may have the same step twice
                  <li key={index}>{step}</li>
                ))}
              </ol>
            </>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function Fact({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
      {note ? <dd className="text-xs text-muted tabular-nums">{note}</dd> : null}
    </div>
  );
}
