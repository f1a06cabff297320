import type { TestReport } from '@/lib/trials/schemas';

const tones: Record<string, string> = {
  error: 'text-danger-soft-foreground',
  warn: 'text-warning-soft-foreground',
  debug: 'text-muted',
};

type ConsoleLinesProps = { lines: TestReport['logs']; showsRule: boolean };

/** What rules wrote to `console`, in order. */
export function ConsoleLines({ lines, showsRule }: ConsoleLinesProps) {
  return (
    <ol aria-label="Console output" className="flex flex-col gap-1 font-mono text-[12.5px] leading-5">
      {lines.map(({ rule_name, level, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are never moved
        <li key={index} className={`wrap-anywhere whitespace-pre-wrap ${tones[level] ?? ''}`}>
          {showsRule ? <span className="text-muted">{rule_name}: </span> : null}
          {level === 'log' || level === 'info' ? null : <span className="font-semibold">{level} </span>}
          {text}
        </li>
      ))}
    </ol>
  );
}
