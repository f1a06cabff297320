import type { RecordedLine, RecordedPatch, StepsTrace } from '@/db/schema';
import type { RunnableRule, RunResult } from './runner';

const maxLines = 100;
const maxCharacters = 8_192;

/** A text without these values, which the code that wrote it could read. */
export function withoutValues(text: string, values: readonly string[]): string {
  return values
    .filter(({ length }) => length >= 4)
    .reduce((rest, value) => rest.replaceAll(value, '*****'), text);
}

/** The same for all texts of a value, names of members excepted. */
export function objectWithoutValues<T extends object>(object: T, values: readonly string[]): T {
  const known = values.filter(({ length }) => length >= 4);
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return withoutValues(value, known);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clean(member)]));
  };
  // Only texts become other texts.
  return known.length === 0 ? object : (clean(object) as T);
}

/** The console lines that are kept of a run: the first ones, without `values`. */
export function keptLines(lines: readonly RecordedLine[], values: readonly string[]): RecordedLine[] {
  let left = maxCharacters;
  return lines.slice(0, maxLines).flatMap(({ step_id, level, text }) => {
    const kept = withoutValues(text, values).slice(0, left);
    left -= kept.length;
    return left <= 0 && kept === '' ? [] : [{ step_id, level, text: kept }];
  });
}

/** What a failed run's kind is to people: a limit, a lost executor and a bug of the rule are all errors. */
export function resultOf(kind: RunResult['kind']): StepsTrace['result'] {
  return kind === 'continue' || kind === 'deny' || kind === 'timeout' ? kind : 'error';
}

/** Metadata that rules asked to write and were not refused. */
export function patchesOf(writes: RunResult['writes']): RecordedPatch[] {
  return writes
    .filter(({ outcome }) => outcome !== 'failed')
    .map(({ ruleId, call, userId, patch }) => ({
      step_ids: [ruleId],
      user_id: userId,
      bag: call === 'updateUserMetadata' ? 'user_metadata' : 'app_metadata',
      patch,
    }));
}

/** What the record of a sign-in says of its rules; the values of the configuration are taken out of what they wrote. */
export function traceRules(
  result: RunResult,
  rules: readonly RunnableRule[],
  configuration: Readonly<Record<string, string>>,
): StepsTrace {
  const values = Object.values(configuration);
  const versions = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    result: resultOf(result.kind),
    steps: result.perRule.flatMap(({ ruleId: id, durationMs }) => {
      const rule = versions.get(id);
      if (!rule) return [];
      return [{ kind: 'rule' as const, id, name: rule.name, version: rule.version, duration_ms: durationMs }];
    }),
    logs: keptLines(
      result.logs.map(({ ruleId, level, text }) => ({ step_id: ruleId, level, text })),
      values,
    ),
    writes: patchesOf(result.writes),
    ...(result.kind === 'continue' ? {} : { error: errorOf(result.error, values) }),
  };
}

type Failure = Extract<RunResult, { error: unknown }>['error'];

function errorOf({ name, message, ruleId, ruleName, position }: Failure, values: readonly string[]) {
  return {
    name: withoutValues(name, values),
    message: withoutValues(message, values),
    ...(ruleId === undefined ? {} : { step_id: ruleId }),
    ...(ruleName === undefined ? {} : { step_name: ruleName }),
    ...position,
  };
}
