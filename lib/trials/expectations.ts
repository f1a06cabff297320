import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '@/db/schema/columns';
import type { Expectation, TestReport } from './schemas';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value in a sentence. */
function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Where `found` has not what `wanted` has; other members do not matter, and null is also what is not there. */
function missing(wanted: JsonObject, found: JsonObject, path: string): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const other = Object.hasOwn(found, name) ? found[name] : undefined;
    const at = `${path}[${JSON.stringify(name)}]`;
    if (isObject(value) && isObject(other)) return missing(value, other, at);
    if (isDeepStrictEqual(value, other) || (value === null && other === undefined)) return [];
    return [`${at} should be ${shown(value)} and is ${shown(other)}.`];
  });
}

/** What the writes of a run come to, for whom the run was. */
function written(report: TestReport, bag: 'user_metadata' | 'app_metadata'): JsonObject {
  const own = report.writes.filter(
    (write) => write.bag === bag && write.user_id === report.before.user.user_id,
  );
  return Object.assign({}, ...own.map(({ patch }) => patch));
}

/** One sentence for each expectation that a report does not meet. Pure. */
export function unmetExpectations(expected: Expectation, report: TestReport): string[] {
  const { result, error_message: message, max_duration_ms: most } = expected;
  const failures: string[] = [];
  if (result !== undefined && result !== report.result) {
    const because = report.error ? `: ${report.error.message}` : '';
    failures.push(`The result should be ${result} and is ${report.result}${because}.`);
  }
  if (message !== undefined && !report.error?.message.includes(message)) {
    failures.push(`The error should say ${shown(message)} and says ${shown(report.error?.message)}.`);
  }
  for (const token of ['id_token', 'access_token'] as const) {
    const wanted = expected[token];
    const { after } = report.tokens[token];
    if (wanted === undefined) continue;
    if (after === null) failures.push(`There is no ${token}, since the sign-in ends as ${report.result}.`);
    else failures.push(...missing(wanted, after, token));
  }
  for (const bag of ['user_metadata', 'app_metadata'] as const) {
    const wanted = expected[bag];
    if (wanted === undefined || isDeepStrictEqual(wanted, written(report, bag))) continue;
    failures.push(`${bag} should be written as ${shown(wanted)} and is as ${shown(written(report, bag))}.`);
  }
  if (most !== undefined && report.duration_ms > most) {
    failures.push(`It should take ${most} ms at most and took ${report.duration_ms}.`);
  }
  return failures;
}
