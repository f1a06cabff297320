'use client';

import type { ReactNode } from 'react';
import { CodeEditor } from '@/components/editor/code-editor';

type JsonPartProps = {
  says: ReactNode;
  label: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** A part of a form that is written as JSON. */
export function JsonPart({ says, label, path, value, onChange, error }: JsonPartProps) {
  return (
    <div>
      <p className="mb-1 text-[13px] text-muted">{says}</p>
      <CodeEditor
        language="json"
        path={path}
        value={value}
        onChange={onChange}
        height={96}
        ariaLabel={label}
      />
      {error ? (
        <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
          {error}
        </p>
      ) : null}
    </div>
  );
}
