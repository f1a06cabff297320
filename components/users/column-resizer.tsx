'use client';

import type { KeyboardEvent, PointerEvent } from 'react';

type ColumnResizerProps = {
  name: string;
  width: number | undefined;
  /** Null lets the browser decide. */
  onResize: (width: number | null) => void;
};

const stepPx = 16;
const arrows: Record<string, number> = { ArrowLeft: -stepPx, ArrowRight: stepPx };

const widthOf = (handle: Element) => handle.closest('th')?.getBoundingClientRect().width ?? 0;

/** The edge of a column's heading: drawn, or moved with the arrow keys; Enter or a double press gives the width back. */
export function ColumnResizer({ name, width, onResize }: ColumnResizerProps) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const from = { x: event.clientX, width: widthOf(handle) };
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = ({ clientX }) => onResize(from.width + clientX - from.x);
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
      handle.onlostpointercapture = null;
    };
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = arrows[event.key];
    if (by === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    onResize(by === undefined ? null : (width ?? widthOf(event.currentTarget)) + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that takes the focus is a control, which hr is not
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={width ?? 0}
      aria-valuemin={0}
      aria-valuetext={width === undefined ? 'by its content' : `${width} pixels`}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onDoubleClick={() => onResize(null)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -end-1 z-10 w-2.5 cursor-col-resize touch-none outline-none after:absolute after:inset-y-1.5 after:start-1 after:w-px after:bg-transparent hover:after:bg-focus focus-visible:after:w-0.5 focus-visible:after:bg-focus"
    />
  );
}
