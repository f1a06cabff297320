'use client';

import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from 'react';
import { marksOf } from './query-marks';

type QueryInputProps = Omit<ComponentProps<'input'>, 'ref' | 'className' | 'value'> & {
  input: RefObject<HTMLInputElement | null>;
  value: string;
  /** What is underlined. */
  fault: { start: number; end: number } | null;
};

const font = 'px-2 text-base sm:text-sm';
const looks = { field: 'rounded-xs bg-accent-soft', operator: 'rounded-xs bg-default', plain: '' } as const;

/** The input of a query. Its look lies in a copy of the text beneath it, which only shows marks. */
export function QueryInput({ input, value, fault, onScroll, ...props }: QueryInputProps) {
  const copy = useRef<HTMLDivElement>(null);
  const follow = () => {
    if (copy.current && input.current) copy.current.scrollLeft = input.current.scrollLeft;
  };
  // after every render: typing scrolls the input before it is told
  useLayoutEffect(follow);
  let at = 0;
  const marks = marksOf(value, fault).map((mark) => {
    const key = at;
    at += mark.text.length;
    return { ...mark, key };
  });
  return (
    <div className="relative min-w-0 flex-1">
      <div
        ref={copy}
        aria-hidden="true"
        className={`pointer-events-none absolute inset-0 flex items-center overflow-hidden whitespace-pre text-transparent select-none ${font}`}
      >
        <span>
          {marks.map(({ text, kind, isFault, key }) => (
            <span
              key={key}
              className={`${looks[kind]} ${isFault ? 'underline decoration-danger decoration-wavy decoration-[1.5px] underline-offset-3' : ''}`}
            >
              {text}
            </span>
          ))}
          {fault && fault.start >= value.length ? (
            <span className="underline decoration-danger decoration-wavy decoration-[1.5px] underline-offset-3">
              {'\u00a0\u00a0'}
            </span>
          ) : null}
        </span>
      </div>
      <input
        {...props}
        ref={input}
        value={value}
        onScroll={follow}
        className={`relative h-full w-full bg-transparent outline-none placeholder:text-field-placeholder ${font}`}
      />
    </div>
  );
}
