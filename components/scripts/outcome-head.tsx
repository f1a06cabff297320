import { type Decision, DecisionBadge, decisions } from './decision';
import { megabytes, milliseconds } from './duration';

type OutcomeHeadProps = {
  result: Decision;
  /** In the place of the decision's own word. */
  word?: string | undefined;
  /** In the place of what the decision means, where there is more to say of it. */
  says?: string | undefined;
  durationMs: number;
  heapBytes?: number | undefined;
  /** The outcome is about the code as it stands. */
  isCurrent: boolean;
};

/** How a test run ended, and what it took. */
export function OutcomeHead({ result, word, says, durationMs, heapBytes, isCurrent }: OutcomeHeadProps) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <DecisionBadge result={result} word={word} />
      <span className="text-[13px]">{says ?? decisions[result].says}</span>
      <span className="ms-auto text-xs text-muted tabular-nums">
        {milliseconds(durationMs)}
        {heapBytes === undefined ? null : `, heap ${megabytes(heapBytes)}`}
      </span>
      {isCurrent ? null : (
        <span className="w-full text-xs text-muted">The code has changed since this run.</span>
      )}
    </div>
  );
}

/** What a run warns of. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className="list-disc rounded-xl bg-warning-soft py-3 ps-8 pe-4 text-[13px] text-warning-soft-foreground">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}
