import type { TestReport } from '@/lib/trials/schemas';
import { milliseconds } from './duration';

/** How long each rule took, to scale. */
export function RuleTimes({ rules }: { rules: TestReport['rules'] }) {
  const longest = Math.max(...rules.map(({ duration_ms }) => duration_ms), 0.001);
  return (
    <ol aria-label="Time of each rule" className="flex flex-col gap-1.5 text-[13px]">
      {rules.map(({ rule_id, rule_name, duration_ms }) => (
        <li key={rule_id} className="grid grid-cols-[minmax(0,1fr)_5rem_4rem] items-center gap-3">
          <span className="truncate">{rule_name}</span>
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
