'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';

type SplitPaneProps = { start: ReactNode; end: ReactNode; label: string };

const least = 320;
const most = 760;
const step = 24;
const clamp = (width: number) => Math.min(most, Math.max(least, Math.round(width)));

/** Two panes with a bar between them that moves by pointer and by arrow keys; one above the other when narrow. */
export function SplitPane({ start, end, label }: SplitPaneProps) {
  const [width, setWidth] = useState(432);
  const grabbed = useRef<{ x: number; width: number } | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: step, ArrowRight: -step };
    const change = steps[event.key];
    if (change === undefined) return;
    event.preventDefault();
    setWidth((old) => clamp(old + change));
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grabbed.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = grabbed.current;
    if (from) setWidth(clamp(from.width + from.x - event.clientX));
  };
  return (
    <div
      style={{ '--end': `${width}px` } as React.CSSProperties}
      className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_auto_minmax(0,var(--end))] lg:gap-0"
    >
      <div className="min-w-0">{start}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: hr cannot be moved */}
      <div
        role="separator"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          grabbed.current = null;
        }}
        className="group hidden w-5 cursor-col-resize touch-none place-items-center rounded-md outline-none focus-visible:status-focused lg:grid"
      >
        <span className="h-10 w-1 rounded-full bg-border transition-colors group-hover:bg-muted group-focus-visible:bg-accent" />
      </div>
      <div className="min-w-0">{end}</div>
    </div>
  );
}
