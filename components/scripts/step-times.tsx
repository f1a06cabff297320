import { milliseconds } from './duration';

type StepTimesProps = {
  /** What each step is, such as "rule". */
  kind: string;
  steps: readonly { id: string; name: string; duration_ms: number }[];
};

/** How long each rule or Action took, to scale. */
export function StepTimes({ kind, steps }: StepTimesProps) {
  const longest = Math.max(...steps.map(({ duration_ms }) => duration_ms), 0.001);
  return (
    <ol aria-label={`Time of each ${kind}`} className="flex flex-col gap-1.5 text-[13px]">
      {steps.map(({ id, name, duration_ms }) => (
        <li key={id} className="grid grid-cols-[minmax(0,1fr)_5rem_4rem] items-center gap-3">
          <span className="truncate">{name}</span>
          <span className="h-1.5 rounded-full bg-default" aria-hidden="true">
            <span
              className="block h-full rounded-full bg-accent"
              style={{ width: `${Math.max(3, (duration_ms / longest) * 100)}%` }}
            />
          </span>
          <span className="text-end text-muted tabular-nums">{milliseconds(duration_ms)}</span>
        </li>
      ))}
    </ol>
  );
}
