'use client';

import { useCallback } from 'react';
import { useStored } from '@/components/ui/use-stored';

const most = 10;
const longest = 500;

/** Whatever the browser kept, as queries. */
export function parseRecent(kept: unknown): string[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter((each) => typeof each === 'string' && each.length <= longest).slice(0, most);
}

/** The queries with this one first. Long ones are not kept. */
export function withRecent(recent: readonly string[], query: string): string[] {
  const text = query.trim();
  if (text === '' || text.length > longest) return [...recent];
  return [text, ...recent.filter((each) => each !== text)].slice(0, most);
}

/** What was searched for in this browser, newest first. */
export function useRecentQueries() {
  const [recent, set] = useStored('annex.search.recent', parseRecent);
  const remember = useCallback((query: string) => set(withRecent(recent, query)), [recent, set]);
  return { recent, remember };
}
