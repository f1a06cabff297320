const tones: Record<string, string> = {
  error: 'text-danger-soft-foreground',
  warn: 'text-warning-soft-foreground',
  debug: 'text-muted',
};

/** `step`: the name of the rule or Action that wrote it. */
export type ConsoleLine = { step: string; level: string; text: string };

type ConsoleLinesProps = { lines: readonly ConsoleLine[]; showsStep: boolean };

/** What rules and Actions wrote to `console`, in order. */
export function ConsoleLines({ lines, showsStep }: ConsoleLinesProps) {
  return (
    <ol aria-label="Console output" className="flex flex-col gap-1 font-mono text-[12.5px] leading-5">
      {lines.map(({ step, level, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are never moved
        <li key={index} className={`wrap-anywhere whitespace-pre-wrap ${tones[level] ?? ''}`}>
          {showsStep ? <span className="text-muted">{step}: </span> : null}
          {level === 'log' || level === 'info' ? null : <span className="font-semibold">{level} </span>}
          {text}
        </li>
      ))}
    </ol>
  );
}
