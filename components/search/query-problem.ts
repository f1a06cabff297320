/** Why a query is no query: what went wrong and, where it is known, the place in the text. */
export type QueryProblem = {
  /** One or two sentences; the list of all fields, which ends some messages, is left to the help. */
  message: string;
  /** From `start` up to `end`; null when the fault has no place. */
  place: { start: number; end: number } | null;
  found: string;
  expected: string;
  /** What could stand in that place instead. */
  suggestion: string | null;
};

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const wordEnd = /[\s()[\]{}":]|$/;

/** Where the fault ends: after what was found when it stands there, else with the word. */
function endOf(query: string, start: number, found: string): number {
  const bare = found.replace(/^"(.*)"$/s, '$1');
  const there = [found, bare].find((each) => each !== '' && query.startsWith(each, start));
  if (there !== undefined) return start + there.length;
  const rest = query.slice(start);
  return start + Math.max(rest.search(wordEnd), rest === '' ? 0 : 1);
}

/** What to show of a refusal of `query`, by whomever: the reader in the browser or the server. */
export function queryProblem(
  query: string,
  { message, data }: { message: string; data?: Record<string, unknown> | undefined },
): QueryProblem {
  const { position, found, expected, suggestion } = data ?? {};
  const start = typeof position === 'number' ? Math.min(Math.max(position, 0), query.length) : null;
  return {
    message: message.replace(/ The fields are: .*$/s, ''),
    place: start === null ? null : { start, end: endOf(query, start, text(found)) },
    found: text(found),
    expected: text(expected),
    suggestion: text(suggestion) || null,
  };
}

/** The query with the suggestion at its place. */
export function mended(query: string, { place, suggestion }: QueryProblem): string {
  return place && suggestion ? query.slice(0, place.start) + suggestion + query.slice(place.end) : query;
}
