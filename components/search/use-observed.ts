'use client';

import { useEffect, useState } from 'react';
import type { ActionResult } from '@/lib/http/schemas';
import { makeObserved, type Observed } from './observed';
import type { Lookup, ObservedKey, ObservedValue } from './suggestions';

export type Answer = readonly (ObservedKey | ObservedValue)[];

const pauseMs = 120;

async function ask(lookups: readonly Lookup[], signal: AbortSignal): Promise<Answer[] | null> {
  const response = await fetch('/console/suggestions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lookups }),
    signal,
  });
  if (!response.ok) return null;
  const result = (await response.json()) as ActionResult<Answer[]>;
  return result.ok ? result.data : null;
}

/**
 * What users have in their metadata, as far as it was asked. Asks for what is missing of `lookups` after a pause in
 * the typing; a question that is out of date by then is given up. Without an answer there are fewer suggestions.
 */
export function useObserved(lookups: readonly Lookup[]): Observed {
  const [observed] = useState(makeObserved);
  const [, setAnswered] = useState(0);
  const wanted = JSON.stringify(observed.missing(lookups));
  useEffect(() => {
    const missing: Lookup[] = JSON.parse(wanted);
    if (missing.length === 0) return;
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      const answers = await ask(missing, leaving.signal).catch(() => null);
      if (answers === null || leaving.signal.aborted) return;
      for (const [index, lookup] of missing.entries()) observed.store(lookup, answers[index] ?? []);
      setAnswered((count) => count + 1);
    }, pauseMs);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [wanted, observed]);
  return observed;
}
