import { parsePeriod, parseQuery, type Tree, type Value } from '@/lib/search';
import { bareLogFields, type LogField, type LogView, searchedLogFields } from './schemas';

/** What a plain reading of the contract finds, in JavaScript over whole events: slow, and free of SQL. */
const textOf = (event: LogView, field: LogField): string | undefined =>
  field === 'organization_id' ? undefined : (event[field] ?? undefined);

/** Code points, as PostgreSQL compares bytes of UTF-8. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function matchesDate(value: Value, event: LogView): boolean {
  const at = Date.parse(event.date);
  if (value.kind === 'word') {
    const text = value.parts.join('*');
    const period = parsePeriod(text);
    return text === '*' || (period !== undefined && at >= period.start && at < period.end);
  }
  const { lower, upper } = value;
  const from = lower && parsePeriod(lower.text);
  const to = upper && parsePeriod(upper.text);
  if (from && lower && at < (lower.inclusive ? from.start : from.end)) return false;
  return !(to && upper && at >= (upper.inclusive ? to.end : to.start));
}

function matchesWord(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

function matchesValue(field: LogField, value: Value, event: LogView): boolean {
  if (field === 'date') return matchesDate(value, event);
  const text = textOf(event, field);
  if (text === undefined) return false;
  if (value.kind === 'word') return matchesWord(value.parts, text);
  const { lower, upper } = value;
  const above = lower ? compare(text, lower.text) : 1;
  const below = upper ? compare(text, upper.text) : -1;
  return (lower?.inclusive ? above >= 0 : above > 0) && (upper?.inclusive ? below <= 0 : below < 0);
}

function matches(tree: Tree, event: LogView): boolean {
  switch (tree.kind) {
    case 'all':
      return true;
    case 'and':
      return tree.items.every((item) => matches(item, event));
    case 'or':
      return tree.items.some((item) => matches(item, event));
    case 'not':
      return !matches(tree.item, event);
    case 'exists':
      return textOf(event, tree.field.keys.join('.') as LogField) !== undefined;
    case 'match': {
      const { field, value } = tree;
      if (field) return matchesValue(field.keys.join('.') as LogField, value, event);
      return bareLogFields.some((name) => matchesValue(name, value, event));
    }
  }
}

/** Whether the event answers a query whose fields all exist. */
export function matchesQuery(q: string, event: LogView): boolean {
  return matches(parseQuery(q), event);
}

const names: Record<string, LogField> = {
  user: 'user_name',
  client: 'client_name',
  application: 'client_name',
};

/** Whether the event answers a `search` that puts quotes around everything with a space, or is one beginning. */
export function matchesSearch(search: string, event: LogView): boolean {
  const pattern = /(?:([a-z_]+):)?(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g;
  const isOne = !/"|^[a-z_]+:/.test(search);
  const parts = isOne ? [[search, undefined, undefined, search]] : [...search.matchAll(pattern)];
  return parts
    .filter((part) => part[0] !== 'AND')
    .every(([, name, phrase, word]) => {
      const fields = name === undefined ? searchedLogFields : [names[name] ?? (name as LogField)];
      const wanted = (phrase?.replace(/\\(.)/g, '$1') ?? word ?? '').toLowerCase();
      return fields.some((field) => {
        const text = textOf(event, field)?.toLowerCase();
        return phrase === undefined ? text?.startsWith(wanted) : text === wanted;
      });
    });
}
