'use client';

import { frameClass } from './editor-placeholder';
import { EditorAbsent } from './plain-editor';
import type { CodeDiffProps } from './types';

/** In the place of the comparison where its code did not come: both texts, as they are. */
export function PlainDiff({ original, modified, ariaLabel = 'Changes' }: Omit<CodeDiffProps, 'height'>) {
  return (
    <div className={`flex h-full flex-col ${frameClass}`}>
      <EditorAbsent />
      <div className="grid min-h-0 flex-1 divide-separator overflow-auto max-md:divide-y md:grid-cols-2 md:divide-x">
        {[
          { side: 'before', text: original },
          { side: 'after', text: modified },
        ].map(({ side, text }) => (
          <section key={side} aria-label={`${ariaLabel}, ${side}`} className="min-w-0">
            <pre className="overflow-x-auto p-3 font-mono text-[12.5px] leading-5">{text}</pre>
          </section>
        ))}
      </div>
    </div>
  );
}
