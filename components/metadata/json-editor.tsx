'use client';

import { useMemo } from 'react';
import { CodeEditor } from '@/components/editor/code-editor';
import type { Bag } from '@/lib/metadata';
import { bagSchema } from './bag-schema';

type JsonEditorProps = {
  label: string;
  bag: Bag;
  /** Names the document, unique in the page. */
  path: string;
  value: string;
  onChange: (value: string) => void;
  /** What Ctrl+S or Cmd+S does. */
  onSave: () => void;
  height: string;
};

/** The editor for a bag of metadata; marks what is not JSON and keys that may not be. */
export function JsonEditor({ label, bag, path, value, onChange, onSave, height }: JsonEditorProps) {
  const schemas = useMemo(() => [bagSchema(bag)], [bag]);
  return (
    <CodeEditor
      language="json"
      ariaLabel={label}
      path={path}
      value={value}
      onChange={onChange}
      jsonSchemas={schemas}
      commands={[{ id: 'review-changes', label: 'Review changes', keys: 'S', run: onSave }]}
      height={height}
    />
  );
}
