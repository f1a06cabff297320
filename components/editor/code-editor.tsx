'use client';

import dynamic from 'next/dynamic';
import { EditorPlaceholder } from './editor-placeholder';
import { PlainEditor } from './plain-editor';
import type { CodeEditorProps } from './types';

// A rejected import would take down the page with all that was typed in it.
const View = dynamic(
  () =>
    import('./code-editor-view').then(
      (module) => module.CodeEditorView,
      () => PlainEditor,
    ),
  {
    ssr: false,
    loading: () => <EditorPlaceholder height="100%" />,
  },
);

/**
 * A code editor. Its code is fetched when it is first shown; nothing of it is in other pages. Where it cannot be fetched,
 * a plain field stands there.
 */
export function CodeEditor({ height = 320, ...props }: CodeEditorProps) {
  return (
    <div style={{ height }} className="min-w-0">
      <View {...props} />
    </div>
  );
}
