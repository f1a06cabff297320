'use client';

import { CodeDiff } from '@/components/editor/code-diff';

/** Two texts of JSON side by side, with what differs marked. */
export function JsonDiff({ before, after }: { before: string; after: string }) {
  return (
    <CodeDiff
      language="json"
      original={before}
      modified={after}
      height="min(60vh, 34rem)"
      ariaLabel="Before and after"
    />
  );
}
