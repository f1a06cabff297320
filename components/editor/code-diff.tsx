'use client';

import dynamic from 'next/dynamic';
import { EditorPlaceholder } from './editor-placeholder';
import { PlainDiff } from './plain-diff';
import type { CodeDiffProps } from './types';

const View = dynamic(
  () =>
    import('./code-diff-view').then(
      (module) => module.CodeDiffView,
      () => PlainDiff,
    ),
  {
    ssr: false,
    loading: () => <EditorPlaceholder height="100%" />,
  },
);

/** What changed between two texts. Its code is fetched when it is first shown; where it cannot be, the texts stand there. */
export function CodeDiff({ height = 320, ...props }: CodeDiffProps) {
  return (
    <div style={{ height }} className="min-w-0">
      <View {...props} />
    </div>
  );
}
