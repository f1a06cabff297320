import type { ReplayChange, ReplaySummary as Summary } from '@/lib/trials/schemas';
import { milliseconds } from './duration';
import { replayWords } from './replay-words';

type ReplaySummaryProps = {
  summary: Summary;
  /** Which cases are listed. */
  change: ReplayChange | null;
  onChange: (change: ReplayChange | null) => void;
};

const number = new Intl.NumberFormat('en-GB');

/** How many sign-ins would differ, by how; each number narrows the list of cases. */
export function ReplaySummary({ summary, change, onChange }: ReplaySummaryProps) {
  const { total, same, changes, duration_ms } = summary;
  if (total === 0) {
    return (
      <p className="text-[13px] text-muted">
        There was nothing to try: no sign-in is kept, or nobody matches.
      </p>
    );
  }
  const counters = Object.entries(replayWords) as [ReplayChange, (typeof replayWords)[ReplayChange]][];
  return (
    <div className="flex flex-col gap-3">
      <p className="text-[13px]">
        {same === total
          ? 'Nothing would change.'
          : `${number.format(total - same)} of ${number.format(total)} would change.`}
      </p>
      <ul
        aria-label="What would change"
        className="grid grid-cols-[repeat(auto-fill,minmax(6rem,1fr))] gap-1.5"
      >
        {counters.map(([id, { word, says }]) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={change === id}
              aria-label={`${number.format(changes[id])} ${word}: ${says}`}
              title={says}
              disabled={changes[id] === 0}
              onClick={() => onChange(change === id ? null : id)}
              className="w-full cursor-pointer rounded-lg border border-border px-2.5 py-1.5 text-start outline-none hover:bg-default-soft focus-visible:status-focused disabled:cursor-default disabled:text-muted aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              <span className="block text-base font-semibold tabular-nums">{number.format(changes[id])}</span>
              <span className="block text-xs text-muted">{word}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted tabular-nums">
        Half took up to {milliseconds(duration_ms.before.p50)} before and{' '}
        {milliseconds(duration_ms.after.p50)} after, 95 of 100 up to {milliseconds(duration_ms.before.p95)}{' '}
        and {milliseconds(duration_ms.after.p95)}.
      </p>
    </div>
  );
}
