'use client';

import dynamic from 'next/dynamic';
import { EditorPlaceholder } from './editor-placeholder';
import type { CodeEditorProps } from './types';

const View = dynamic(() => import('./code-editor-view').then((module) => module.CodeEditorView), {
  ssr: false,
  loading: () => <EditorPlaceholder height="100%" />,
});

/** A code editor. Its code is fetched when it is first shown; nothing of it is in other pages. */
export function CodeEditor({ height = 320, ...props }: CodeEditorProps) {
  return (
    <div style={{ height }} className="min-w-0">
      <View {...props} />
    </div>
  );
}
