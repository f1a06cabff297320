'use client';

import { Button } from '@heroui/react/button';
import { SearchField } from '@heroui/react/search-field';
import { Spinner } from '@heroui/react/spinner';
import { useEffect, useId, useRef, useState } from 'react';
import { type Operator, QueryHelp } from './query-help';
import type { QueryProblem } from './query-problem';

type SearchBoxProps = {
  query: string;
  onSearch: (query: string) => void;
  isPending: boolean;
  problem: QueryProblem | null;
  operators: readonly Operator[];
  fields: readonly string[];
};

/** The search language's box: asks on Enter, shows faults where they stand, has the language's help at hand. */
export function SearchBox({ query, onSearch, isPending, problem, operators, fields }: SearchBoxProps) {
  const [text, setText] = useState(query);
  const [shown, setShown] = useState(query);
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();
  if (shown !== query) {
    setShown(query);
    setText(query);
  }

  useEffect(() => {
    const focusOnSlash = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element &&
        event.target.closest('input, textarea, [contenteditable], [role=dialog]');
      if (event.key !== '/' || isTyping || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, []);

  const insert = (example: string) => {
    setText((old) => (old.trim() === '' ? example : `${old.trim()} AND ${example}`));
    input.current?.focus();
  };

  return (
    <search>
      <div className="flex gap-2">
        <SearchField
          aria-label="Search users"
          value={text}
          onChange={setText}
          onSubmit={onSearch}
          onClear={() => onSearch('')}
          isInvalid={problem !== null}
          className="min-w-0 flex-1"
        >
          <SearchField.Group>
            <SearchField.SearchIcon />
            <SearchField.Input
              ref={input}
              placeholder="Name, e-mail, id, or user_metadata.plan:pro"
              spellCheck={false}
              autoComplete="off"
              aria-describedby={problem ? problemId : undefined}
              aria-keyshortcuts="/"
            />
            {isPending ? (
              <Spinner size="sm" className="me-2" aria-label="Searching" />
            ) : (
              <SearchField.ClearButton aria-label="Clear the search" />
            )}
          </SearchField.Group>
        </SearchField>
        <QueryHelp operators={operators} fields={fields} onPick={insert} />
        <Button variant="secondary" onPress={() => onSearch(text)} className="max-sm:hidden">
          Search
        </Button>
      </div>
      <div id={problemId} role="status">
        {problem ? <Fault problem={problem} onCorrect={onSearch} /> : null}
      </div>
    </search>
  );
}

function Fault({ problem, onCorrect }: { problem: QueryProblem; onCorrect: (query: string) => void }) {
  const { message, before, fault, after, suggestion } = problem;
  return (
    <div className="mt-2 rounded-xl bg-danger-soft px-4 py-3 text-[13px] text-danger-soft-foreground">
      <p>{message}</p>
      {before || fault || after ? (
        <p className="mt-1.5 overflow-x-auto font-mono whitespace-pre text-foreground">
          {before}
          <mark className="rounded-xs bg-danger px-px text-danger-foreground">{fault || '▁'}</mark>
          {after}
        </p>
      ) : null}
      {suggestion ? (
        <Button
          size="sm"
          variant="secondary"
          className="mt-2"
          onPress={() => onCorrect(`${before}${suggestion}${after}`)}
        >
          Use “{suggestion}” instead
        </Button>
      ) : null}
    </div>
  );
}
