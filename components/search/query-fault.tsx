'use client';

import { Button } from '@heroui/react/button';
import { CircleAlert } from 'lucide-react';
import type { QueryProblem } from './query-problem';

/** What is wrong with the query, in words, and the way to mend it. */
export function QueryFault({ problem, onMend }: { problem: QueryProblem; onMend: () => void }) {
  const { message, place, found, expected, suggestion } = problem;
  return (
    <div className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-2 rounded-xl bg-danger-soft px-4 py-2.5 text-[13px] text-danger-soft-foreground">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-56">
        <p className="wrap-anywhere">{message}</p>
        {place && expected ? (
          <dl className="mt-1 flex flex-wrap gap-x-4 text-xs">
            <Part name="At" value={`character ${place.start + 1}`} />
            <Part name="Read" value={found} />
            <Part name="Expected" value={expected} />
          </dl>
        ) : null}
      </div>
      {suggestion ? (
        <Button size="sm" variant="secondary" onPress={onMend}>
          Use “{suggestion}” instead
        </Button>
      ) : null}
    </div>
  );
}

function Part({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex gap-1.5">
      <dt>{name}</dt>
      <dd className="font-medium text-foreground wrap-anywhere">{value}</dd>
    </div>
  );
}
