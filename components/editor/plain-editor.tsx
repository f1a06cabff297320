'use client';

import { useImperativeHandle, useRef } from 'react';
import { frameClass } from './editor-placeholder';
import { offsetOf } from './text-offset';
import type { CodeEditorProps } from './types';

/** Why there is no more than this. */
export function EditorAbsent() {
  return (
    <p role="status" className="border-b border-separator px-3 py-2 text-[13px] text-warning-soft-foreground">
      The editor could not be fetched: the server was out of reach, or is of another version by now. This is
      its plain form. Save what you have, then reload the page.
    </p>
  );
}

/** In the place of the editor where its code did not come, so that nothing typed is lost and work can go on. */
export function PlainEditor(props: Omit<CodeEditorProps, 'height'>) {
  const { value, onChange, readOnly = onChange === undefined, ariaLabel, handle } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(handle, () => ({
    focus: () => field.current?.focus(),
    goTo: (line, column) => {
      const at = offsetOf(value, line, column);
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    },
    format: () => undefined,
  }));
  return (
    <div className={`flex h-full flex-col ${frameClass}`}>
      <EditorAbsent />
      <textarea
        ref={field}
        aria-label={ariaLabel}
        value={value}
        readOnly={readOnly}
        onChange={(event) => onChange?.(event.target.value)}
        spellCheck={false}
        wrap="off"
        className="min-h-0 w-full flex-1 resize-none bg-transparent p-3 font-mono text-[13px] leading-5 outline-none"
      />
    </div>
  );
}
