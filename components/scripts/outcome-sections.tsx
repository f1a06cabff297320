import type { ReactNode } from 'react';
import { diffJson } from '@/components/metadata/diff-json';
import type { JsonObject } from '@/components/metadata/json';
import { SideBySide } from '@/components/metadata/side-by-side';
import { JsonTree } from './json-tree';
import { OutcomeSection } from './outcome-section';

/** A part of what a test run left. */
export type Section = {
  title: string;
  /** How many there are, and what is said when there are none. */
  count?: number;
  none?: string;
  isOpen: boolean;
  content: ReactNode;
};

/** What changed of an object that the code was given. */
export function objectSection(title: string, none: string, before: JsonObject, after: JsonObject): Section {
  const changes = diffJson(before, after);
  return {
    title,
    count: changes.length,
    none,
    isOpen: false,
    content: (
      <div className="flex flex-col gap-2">
        <SideBySide changes={changes} label={title} />
        <details>
          <summary className="w-fit cursor-pointer rounded-md text-xs text-muted outline-none hover:text-foreground focus-visible:status-focused">
            All of it, afterwards
          </summary>
          <div className="mt-1.5">
            <JsonTree value={after} label={`${title}, all`} />
          </div>
        </details>
      </div>
    ),
  };
}

/** Parts that open and close; parts without anything are named in one line. */
export function OutcomeSections({ sections }: { sections: readonly Section[] }) {
  const empty = sections.flatMap(({ count, none }) => (count === 0 && none ? [none] : []));
  return (
    <>
      {sections.map(({ title, count, isOpen, content }) =>
        count === 0 ? null : (
          <OutcomeSection
            key={title}
            title={title}
            isOpen={isOpen}
            {...(count === undefined ? {} : { count })}
          >
            {content}
          </OutcomeSection>
        ),
      )}
      {empty.length > 0 ? (
        <p className="border-t border-separator pt-2.5 text-xs text-muted">
          No {new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(empty)}.
        </p>
      ) : null}
    </>
  );
}
