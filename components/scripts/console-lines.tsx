'use client';

import { useState } from 'react';

const tones: Record<string, string> = {
  error: 'text-danger-soft-foreground',
  warn: 'text-warning-soft-foreground',
  debug: 'text-muted',
};

/** `step`: the name of the rule or Action that wrote it. */
export type ConsoleLine = { step: string; level: string; text: string };

/** More of them would push away all that stands below. */
const shownAtFirst = 30;

type ConsoleLinesProps = { lines: readonly ConsoleLine[]; showsStep: boolean };

/** What rules and Actions wrote to `console`, in order; many lines once they are asked for. */
export function ConsoleLines({ lines, showsStep }: ConsoleLinesProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, shownAtFirst);
  return (
    <>
      <ol aria-label="Console output" className="flex flex-col gap-1 font-mono text-[12.5px] leading-5">
        {shown.map(({ step, level, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are never moved
          <li key={index} className={`wrap-anywhere whitespace-pre-wrap ${tones[level] ?? ''}`}>
            {showsStep ? <span className="text-muted">{step}: </span> : null}
            {level === 'log' || level === 'info' ? null : <span className="font-semibold">{level} </span>}
            {text}
          </li>
        ))}
      </ol>
      {lines.length > shown.length ? (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="mt-1.5 cursor-pointer rounded-md text-xs text-link outline-none hover:underline focus-visible:status-focused"
        >
          Show all {lines.length.toLocaleString('en-GB')} lines
        </button>
      ) : null}
    </>
  );
}
