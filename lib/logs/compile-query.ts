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
import { dateWithin, resolveLogField, textColumns } from './log-columns';
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

function compileText(field: Exclude<LogField, 'date'>, value: Value): SQL {
  const column = textColumns[field];
  if (column === null) return sql`false`;
  if (value.kind === 'range') {
    if (!value.lower && !value.upper) return sql`${column} is not null`;
    return textRange(column, edge(value.lower), edge(value.upper));
  }
  const [only = ''] = value.parts;
  if (value.parts.length === 1) return sql`${column} = ${only}`;
  return sql`${column} like ${likePattern(value.parts)}`;
}

function compileField(field: LogField, value: Value): SQL {
  return field === 'date' ? compileDate(value) : compileText(field, value);
}

function compileBare(value: Value): SQL {
  if (value.kind === 'range') {
    refuseQuery('A range needs a field before it, such as date:[2025-11 TO *].', {
      position: value.start,
      found: 'a range',
      expected: 'field:[from TO to]',
    });
  }
  return sql.join(
    bareLogFields.map((field) => compileField(field, value)),
    sql` or `,
  );
}

const nameOf = (field: Span & { keys: string[] }) => resolveLogField(field.keys.join('.'), field.start);

function compileExists(field: LogField): SQL {
  if (field === 'date') return sql`true`;
  const column = textColumns[field];
  return column === null ? sql`false` : sql`${column} is not null`;
}

function compileTree(tree: Tree): SQL {
  switch (tree.kind) {
    case 'all':
      return sql`true`;
    case 'and':
    case 'or':
      return sql.join(
        tree.items.map((item) => sql`(${compileTree(item)})`),
        tree.kind === 'and' ? sql` and ` : sql` or `,
      );
    case 'not':
      return sql`(${compileTree(tree.item)}) is not true`;
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
export function compileLogQuery(text: string): SQL {
  return compileTree(parseQuery(text));
}
