import type { Json, JsonObject } from '@/db/schema/columns';
import { isObject, isSameJson } from '@/lib/json';
import type { Expectation } from './schemas';
import { type TrialEnd, written } from './trial-end';

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
    if (isSameJson(value, other) || (value === null && other === undefined)) return [];
    return [`${at} should be ${shown(value)} and is ${shown(other)}.`];
  });
}

/** One sentence for each expectation that a run does not meet. Pure. */
export function unmetExpectations(expected: Expectation, run: TrialEnd): string[] {
  const { result, error_message: message, error_name: name, scope, max_duration_ms: most } = expected;
  const failures: string[] = [];
  if (result !== undefined && result !== run.result) {
    const because = run.error ? `: ${run.error.message}` : '';
    failures.push(`The result should be ${result} and is ${run.result}${because}.`);
  }
  if (message !== undefined && !run.error?.message.includes(message)) {
    failures.push(`The error should say ${shown(message)} and says ${shown(run.error?.message)}.`);
  }
  if (name !== undefined && name !== run.error?.name)
    failures.push(`The error should be ${shown(name)} and is ${shown(run.error?.name)}.`);
  for (const token of ['id_token', 'access_token'] as const) {
    const wanted = expected[token];
    const { after } = run.tokens[token];
    if (wanted === undefined) continue;
    if (after === null) failures.push(`There is no ${token}, since the sign-in ends as ${run.result}.`);
    else failures.push(...missing(wanted, after, token));
  }
  if (scope !== undefined && !isSameJson(scope.toSorted(), run.scope?.toSorted()))
    failures.push(`The scopes should be ${shown(scope)} and are ${shown(run.scope)}.`);
  for (const bag of ['user_metadata', 'app_metadata'] as const) {
    const wanted = expected[bag];
    if (wanted === undefined || isSameJson(wanted, written(run, bag))) continue;
    failures.push(`${bag} should be written as ${shown(wanted)} and is as ${shown(written(run, bag))}.`);
  }
  if (most !== undefined && run.durationMs > most) {
    failures.push(`It should take ${most} ms at most and took ${run.durationMs}.`);
  }
  return failures;
}
