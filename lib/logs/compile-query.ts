import { type SQL, sql } from 'drizzle-orm';
import {
  type Bound,
  likePattern,
  parsePeriod,
  parseQuery,
  type Range,
  refuseQuery,
  type Span,
  type Tree,
  textRange,
  type Value,
} from '@/lib/search';
import {
  allOf,
  anyOf,
  byTerm,
  dateWithin,
  everything,
  indexed,
  type LogCondition,
  resolveLogField,
  textColumns,
  unindexed,
} from './log-columns';
import { bareLogFields, type LogField } from './schemas';

function periodOf({ text, start }: Pick<Bound, 'text' | 'start'>) {
  const period = parsePeriod(text);
  if (period) return period;
  refuseQuery(`"${text.slice(0, 40)}" is not a date.`, {
    position: start,
    found: text.slice(0, 100),
    expected: 'a date (2025, 2025-11, 2025-11-30 or 2025-11-30T10:00:00.000Z)',
  });
}

function dateRange({ lower, upper }: Range): SQL {
  const from = lower && periodOf(lower);
  const to = upper && periodOf(upper);
  return dateWithin(
    from && (lower.inclusive ? from.start : from.end),
    to && (upper.inclusive ? to.end : to.start),
  );
}

function compileDate(value: Value): SQL {
  if (value.kind === 'range') return dateRange(value);
  const text = value.parts.join('*');
  if (text === '*') return sql`true`;
  const { start, end } = periodOf({ text, start: value.start });
  return dateWithin(start, end);
}

const edge = (bound: Bound | undefined) => bound && { value: bound.text, inclusive: bound.inclusive };

function compileText(field: Exclude<LogField, 'date'>, value: Value): LogCondition {
  const column = textColumns[field];
  if (column === null) return indexed(sql`false`);
  if (value.kind === 'range') {
    if (!value.lower && !value.upper) return unindexed(sql`${column} is not null`);
    return unindexed(textRange(column, edge(value.lower), edge(value.upper)));
  }
  const { parts } = value;
  const [beginning = ''] = parts;
  const isWhole = parts.length === 1;
  const condition = isWhole ? sql`${column} = ${beginning}` : sql`${column} like ${likePattern(parts)}`;
  if (isWhole && (field === 'user_id' || field === 'log_id')) return indexed(condition);
  return byTerm(field, condition, { beginning, isWhole });
}

function compileField(field: LogField, value: Value): LogCondition {
  return field === 'date' ? unindexed(compileDate(value)) : compileText(field, value);
}

function compileBare(value: Value): LogCondition {
  if (value.kind === 'range') {
    refuseQuery('A range needs a field before it, such as date:[2025-11 TO *].', {
      position: value.start,
      found: 'a range',
      expected: 'field:[from TO to]',
    });
  }
  // Ids are digits: only such a value can be one, and no index serves the beginning of an id.
  const mayBeId = value.parts.every((part) => /^\d*$/.test(part));
  const fields = bareLogFields.filter((field) => field !== 'log_id' || mayBeId);
  return anyOf(fields.map((field) => compileField(field, value)));
}

const nameOf = (field: Span & { keys: string[] }) => resolveLogField(field.keys.join('.'), field.start);

function compileExists(field: LogField): LogCondition {
  if (field === 'date') return everything;
  const column = textColumns[field];
  return column === null ? indexed(sql`false`) : unindexed(sql`${column} is not null`);
}

function compileTree(tree: Tree): LogCondition {
  switch (tree.kind) {
    case 'all':
      return everything;
    case 'and':
      return allOf(tree.items.map(compileTree));
    case 'or':
      return anyOf(tree.items.map(compileTree));
    case 'not':
      return unindexed(sql`(${compileTree(tree.item).sql}) is not true`);
    case 'exists':
      return compileExists(nameOf(tree.field));
    case 'match':
      return tree.field ? compileField(nameOf(tree.field), tree.value) : compileBare(tree.value);
  }
}

/**
 * A query as a condition on `logs`: the language of users, over the fields of events and case-sensitive (7). All text
 * of the caller is bound. Throws Invalid with the position and, for an unknown field, the fields there are.
 */
export function compileLogQuery(text: string): LogCondition {
  return compileTree(parseQuery(text));
}
