'use client';

import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { fieldBags } from '@/lib/search/schemas';
import { placeAt } from './query-place';
import { optionId } from './suggestion-list';
import { type Knowledge, lookupsAt, type Suggestion, suggestionsAt } from './suggestions';
import { useObserved } from './use-observed';

export type Known = Pick<Knowledge, 'connections' | 'roles' | 'recent' | 'isStrict'>;

type CompletionOptions = {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onSearch: (text: string) => void;
  known: Known;
};

const allKeys = fieldBags.map((bag) => ({ kind: 'keys' as const, bag, prefix: '' }));
const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Completion in the search box, as a combobox with a list: arrows choose, Enter takes what is chosen and searches when
 * nothing is, Tab takes what is chosen or the first for what is typed, Escape closes.
 */
export function useCompletion({ input, text, onText, onSearch, known }: CompletionOptions) {
  const listId = useId();
  const [isWanted, setWanted] = useState(false);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(-1);
  const nextCaret = useRef<number | null>(null);
  const place = placeAt(text, Math.min(caret, text.length));
  const observed = useObserved(isWanted ? [...allKeys, ...lookupsAt(place)] : []);
  const suggestions = isWanted
    ? suggestionsAt(text, place, { ...known, keys: observed.keys, values: observed.values, now: new Date() })
    : [];
  const isOpen = suggestions.length > 0;

  // the caret can be put only where the text is already
  useLayoutEffect(() => {
    const at = nextCaret.current;
    if (at === null || input.current?.value !== text) return;
    nextCaret.current = null;
    input.current.setSelectionRange(at, at);
    setCaret(at);
  }, [text, input]);

  const close = () => {
    setWanted(false);
    setActive(-1);
  };
  const open = () => {
    setWanted(true);
    setActive(-1);
    setCaret(input.current?.selectionStart ?? text.length);
  };
  /** Writes and goes on from there. */
  const write = (next: string, at: number) => {
    nextCaret.current = at;
    onText(next);
    setWanted(true);
    setActive(-1);
    input.current?.focus();
  };
  const pick = ({ insert, from, to, caretBack = 0, isQuery }: Suggestion) => {
    if (isQuery) {
      close();
      onSearch(insert);
      return;
    }
    // a value brings a space with it, which need not be there twice
    const after = insert.endsWith(' ') && /^\s/.test(text.slice(to)) ? text.slice(to + 1) : text.slice(to);
    write(text.slice(0, from) + insert + after, from + insert.length - caretBack);
  };

  /** Whether the key was for the list. */
  const takeKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey || event.altKey) return false;
    const step = steps[event.key];
    if (step !== undefined && !event.shiftKey) {
      if (!isOpen) open();
      else
        setActive((old) =>
          old < 0 && step < 0 ? suggestions.length - 1 : wrap(old + step, suggestions.length),
        );
      return true;
    }
    if (!isOpen) return false;
    if (event.key === 'Escape') {
      close();
      return true;
    }
    const isTab = event.key === 'Tab' && !event.shiftKey;
    const chosen = suggestions[isTab && active < 0 && place.typed !== '' ? 0 : active];
    if (!chosen || !(isTab || event.key === 'Enter')) return false;
    pick(chosen);
    return true;
  };

  return {
    place,
    open,
    close,
    write,
    /** Where the caret has gone without a change of the text. */
    follow: () => setCaret(input.current?.selectionStart ?? text.length),
    takeKey,
    list: { id: listId, suggestions, active, onPick: pick, onPoint: setActive },
    isOpen,
    attributes: {
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': isOpen,
      'aria-controls': isOpen ? listId : undefined,
      'aria-activedescendant': isOpen && active >= 0 ? optionId(listId, active) : undefined,
    } as const,
  };
}

export type Completion = ReturnType<typeof useCompletion>;

/** Past the end stands the box itself, and then the first again. */
function wrap(index: number, length: number): number {
  if (index >= length) return -1;
  return index < -1 ? length - 1 : index;
}
