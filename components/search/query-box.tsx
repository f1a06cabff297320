'use client';

import { Button } from '@heroui/react/button';
import { CloseButton } from '@heroui/react/close-button';
import { Spinner } from '@heroui/react/spinner';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react';
import { readQuery } from '@/lib/search/read-query';
import { QueryFault } from './query-fault';
import { type Operator, QueryHelp } from './query-help';
import { QueryInput } from './query-input';
import { mended, type QueryProblem, queryProblem } from './query-problem';
import { SuggestionList } from './suggestion-list';
import type { Completion } from './use-completion';

export type QueryHelpTexts = { operators: readonly Operator[]; fields: readonly string[] };

type QueryBoxProps = QueryHelpTexts & {
  input: RefObject<HTMLInputElement | null>;
  /** What stands in the box. */
  text: string;
  onText: (text: string) => void;
  /** Called only with what can be read as a query. */
  onSearch: (query: string) => void;
  isPending: boolean;
  /** The tenant searches as strictly as Auth0 does. */
  isStrict: boolean;
  /** What the server has against the text. */
  refusal: QueryProblem | null;
  completion: Completion;
};

/** Puts the focus into the box when somebody who is not typing presses `/`. */
function useSlash(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [contenteditable], [role=dialog]');
      if (event.key !== '/' || isTyping || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, [input]);
}

function problemOf(text: string, isStrict: boolean): QueryProblem | null {
  const read = readQuery(text, { isStrict });
  return read.ok ? null : queryProblem(text, { message: read.message, data: read.fault });
}

/** The search language's box: completes, shows faults where they stand while somebody types, asks on Enter. */
export function QueryBox(props: QueryBoxProps) {
  const { input, text, onText, onSearch, isPending, isStrict, refusal, completion } = props;
  const { operators, fields } = props;
  const problemId = useId();
  const [hasFocus, setFocus] = useState(false);
  /** The text with which somebody pressed Enter. */
  const [asked, setAsked] = useState<string | null>(null);
  useSlash(input);

  const own = problemOf(text, isStrict);
  const { from, to } = completion.place;
  const isBeingTyped =
    hasFocus && asked !== text && own?.place && own.place.end >= from && own.place.start <= to;
  const problem = own ? (isBeingTyped ? null : own) : refusal;

  const search = (query: string) => {
    completion.close();
    setAsked(query);
    if (problemOf(query, isStrict)) onText(query);
    else onSearch(query);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (completion.takeKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      search(text);
    }
  };
  const onBlur = () => {
    setFocus(false);
    completion.close();
  };
  const insert = (example: string) => {
    const before = text.trim() === '' ? '' : `${text.trim()} AND `;
    completion.write(`${before}${example}`, before.length + example.length);
    completion.close();
  };

  return (
    <search>
      <div className="flex gap-2">
        <div className="relative min-w-0 flex-1">
          <div
            data-invalid={problem !== null || undefined}
            className="flex h-10 items-center rounded-field border border-field-border bg-field text-field-foreground shadow-field focus-within:status-focused-field data-invalid:border-danger md:h-9"
          >
            <Search className="ms-3 size-4 shrink-0 text-field-placeholder" aria-hidden="true" />
            <QueryInput
              {...completion.attributes}
              input={input}
              value={text}
              fault={problem?.place ?? null}
              aria-label="Search users"
              aria-describedby={problem ? problemId : undefined}
              aria-invalid={problem !== null}
              aria-keyshortcuts="/"
              placeholder="Name, e-mail, id, or user_metadata.plan:pro"
              type="text"
              enterKeyHint="search"
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              onChange={(event) => {
                onText(event.target.value);
                completion.open();
              }}
              onFocus={() => {
                setFocus(true);
                completion.open();
              }}
              onClick={completion.open}
              onSelect={completion.follow}
              onBlur={onBlur}
              onKeyDown={onKeyDown}
            />
            {isPending ? (
              <Spinner size="sm" className="me-2.5 shrink-0" aria-label="Searching" />
            ) : text === '' ? (
              <span
                aria-hidden="true"
                className="me-2 rounded border border-separator px-1.5 font-mono text-2xs text-muted max-sm:hidden"
              >
                /
              </span>
            ) : (
              <CloseButton
                aria-label="Clear the search"
                className="me-2 size-5 shrink-0 [&_svg]:size-3"
                onPress={() => {
                  search('');
                  input.current?.focus();
                }}
              />
            )}
          </div>
          {completion.isOpen ? <SuggestionList {...completion.list} /> : null}
          <span role="status" className="sr-only">
            {completion.isOpen ? `${completion.list.suggestions.length} suggestions` : ''}
          </span>
        </div>
        <QueryHelp operators={operators} fields={fields} onPick={insert} />
        <Button variant="secondary" onPress={() => search(text)} className="max-sm:hidden">
          Search
        </Button>
      </div>
      <div id={problemId} role="status">
        {problem ? <QueryFault problem={problem} onMend={() => search(mended(text, problem))} /> : null}
      </div>
    </search>
  );
}
