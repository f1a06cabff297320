'use client';

import { useEffect, useRef } from 'react';
import type { Suggestion } from './suggestions';

type SuggestionListProps = {
  id: string;
  suggestions: readonly Suggestion[];
  /** The index of the one that Enter takes; -1 for none. */
  active: number;
  onPick: (suggestion: Suggestion) => void;
  onPoint: (index: number) => void;
};

export const optionId = (listId: string, index: number) => `${listId}-${index}`;

type Item = { suggestion: Suggestion; index: number };

function bySection(suggestions: readonly Suggestion[]): { section: string; items: Item[] }[] {
  const sections = new Map<string, Item[]>();
  for (const [index, suggestion] of suggestions.entries()) {
    sections.set(suggestion.section, [...(sections.get(suggestion.section) ?? []), { suggestion, index }]);
  }
  return [...sections].map(([section, items]) => ({ section, items }));
}

/** What could be written next, below the search box. The focus stays in the box. */
export function SuggestionList({ id, suggestions, active, onPick, onPoint }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active >= 0)
      list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Suggestions"
      // the focus stays in the box
      onMouseDown={(event) => event.preventDefault()}
      className="scrollbar absolute inset-x-0 top-full z-20 mt-1.5 max-h-96 overflow-y-auto overscroll-contain rounded-xl bg-overlay p-1.5 shadow-overlay"
    >
      {bySection(suggestions).map(({ section, items }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
        <div key={section} role="group" aria-label={section} className="not-first:mt-1">
          <div aria-hidden="true" className="px-2.5 pt-1.5 pb-1 text-2xs font-medium text-muted">
            {section}
          </div>
          {items.map(({ suggestion, index }) => (
            <Option
              key={`${suggestion.label} ${suggestion.insert}`}
              id={optionId(id, index)}
              suggestion={suggestion}
              isActive={index === active}
              onPick={() => onPick(suggestion)}
              onPoint={() => onPoint(index)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

type OptionProps = {
  id: string;
  suggestion: Suggestion;
  isActive: boolean;
  onPick: () => void;
  onPoint: () => void;
};

function Option({ id, suggestion: { label, detail }, isActive, onPick, onPoint }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the focus and handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box (aria-activedescendant)
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onPointerMove={onPoint}
      onClick={onPick}
      className="flex min-h-8 cursor-pointer items-baseline gap-x-4 rounded-lg px-2.5 py-1.5 aria-selected:bg-default max-md:min-h-10 max-md:items-center max-md:justify-between"
    >
      <span className="min-w-0 truncate font-mono text-[13px] md:min-w-60">{label}</span>
      {detail ? <span className="shrink-0 text-xs text-muted">{detail}</span> : null}
    </div>
  );
}
