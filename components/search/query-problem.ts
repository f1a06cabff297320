import type { ActionFailure } from '@/lib/http/schemas';

/** A query that could not be answered, cut at the fault so that it can be pointed at. */
export type QueryProblem = {
  message: string;
  before: string;
  fault: string;
  after: string;
  /** What could stand there instead. */
  suggestion: string | null;
};

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** What to show below the search box; null when the failure is not about the query. */
export function queryProblem(query: string, failure: ActionFailure): QueryProblem | null {
  const { position, found, suggestion } = failure.data ?? {};
  if (failure.code !== 'invalid') return null;
  if (typeof position !== 'number') {
    return { message: failure.message, before: '', fault: '', after: '', suggestion: null };
  }
  const start = Math.min(Math.max(position, 0), query.length);
  const length = Math.max(query.startsWith(text(found), start) ? text(found).length : 1, 1);
  return {
    message: failure.message,
    before: query.slice(0, start),
    fault: query.slice(start, start + length),
    after: query.slice(start + length),
    suggestion: text(suggestion) || null,
  };
}
