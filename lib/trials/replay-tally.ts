import type { ReplayChange, ReplaySide, ReplaySummary } from './schemas';

/** A number of milliseconds below which this part of all lie; to the microsecond. */
function at(sorted: readonly number[], part: number): number {
  return (
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 1000) / 1000
  );
}

function spread(times: readonly number[]) {
  const sorted = times.toSorted((left, right) => left - right);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), most: at(sorted, 1) };
}

/** Counts what a replay finds. */
export function makeTally() {
  const changes = {
    denied: 0,
    allowed: 0,
    failed: 0,
    claims: 0,
    metadata: 0,
    session: 0,
    redirect: 0,
    slower: 0,
  };
  const times: { before: number[]; after: number[] } = { before: [], after: [] };
  let total = 0;
  let same = 0;
  const tally = {
    /** Those kept to be looked at. */
    cases: 0,
    get total() {
      return total;
    },
    /** Counts one sign-in and gives its number, from 0. */
    add(found: readonly ReplayChange[], before: ReplaySide, after: ReplaySide): number {
      for (const change of found) changes[change] += 1;
      if (found.length === 0) same += 1;
      times.before.push(before.duration_ms);
      times.after.push(after.duration_ms);
      total += 1;
      return total - 1;
    },
    summary: (): ReplaySummary => ({
      total,
      same,
      changes: { ...changes },
      cases: tally.cases,
      duration_ms: { before: spread(times.before), after: spread(times.after) },
    }),
  };
  return tally;
}
