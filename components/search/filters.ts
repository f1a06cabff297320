import { parsePeriod } from '@/lib/search/dates';
import { fieldBags } from '@/lib/search/schemas';
import type { FieldName, Tree } from '@/lib/search/tree';

export type FlagField = 'email_verified' | 'blocked';
export type ChoiceField = 'identities.connection' | 'roles';
export type SinceField = 'last_login' | 'created_at';

/** One condition that every user found fulfils, in the form of a filter; `other` is what no filter can show. */
export type Filter =
  | { kind: 'flag'; field: FlagField; value: boolean }
  | { kind: 'choice'; field: ChoiceField; values: string[] }
  /** On this day (UTC) or later. */
  | { kind: 'since'; field: SinceField; day: string }
  | { kind: 'never'; field: 'last_login' }
  /** Has this key of metadata; the bag is among the keys. */
  | { kind: 'key'; keys: string[] }
  | { kind: 'other'; tree: Tree };

const flags: readonly string[] = ['email_verified', 'blocked'] satisfies FlagField[];
const choices: readonly string[] = ['identities.connection', 'roles'] satisfies ChoiceField[];
const sinces: readonly string[] = ['last_login', 'created_at'] satisfies SinceField[];

const isFlag = (name: string): name is FlagField => flags.includes(name);
const isChoice = (name: string): name is ChoiceField => choices.includes(name);
const isSince = (name: string): name is SinceField => sinces.includes(name);

/** Compared in any case, a field is another one than the filters ask. */
const nameOf = ({ keys, ignoresCase }: FieldName) => `${keys.join('.')}${ignoresCase ? '~' : ''}`;

function conditionsOf(tree: Tree): Tree[] {
  if (tree.kind === 'all') return [];
  return tree.kind === 'and' ? tree.items.flatMap(conditionsOf) : [tree];
}

type Match = Extract<Tree, { kind: 'match' }> & { field: FieldName };

/** The one value that a condition names, without wildcards. */
function exactOf({ value }: Match): string | undefined {
  return value.kind === 'word' && value.parts.length === 1 ? value.parts[0] : undefined;
}

const isMatch = (tree: Tree): tree is Match => tree.kind === 'match' && tree.field !== null;

function readChoice(items: readonly Tree[]): Filter | undefined {
  const named = items.filter(isMatch).map((item) => ({ name: nameOf(item.field), value: exactOf(item) }));
  const field = named[0]?.name ?? '';
  const values = named.flatMap(({ name, value }) => (name === field && value !== undefined ? [value] : []));
  const isOne = values.length === items.length && new Set(values).size === values.length;
  return isOne && isChoice(field) ? { kind: 'choice', field, values } : undefined;
}

function readMatch(match: Match): Filter | undefined {
  const name = nameOf(match.field);
  if (isFlag(name)) {
    return exactOf(match) === 'true' ? { kind: 'flag', field: name, value: true } : undefined;
  }
  if (isChoice(name)) return readChoice([match]);
  const { value } = match;
  if (!isSince(name) || value.kind !== 'range' || !value.lower?.inclusive || value.upper) return undefined;
  const day = value.lower.text;
  return day.length === 10 && parsePeriod(day) ? { kind: 'since', field: name, day } : undefined;
}

function readNot(item: Tree): Filter | undefined {
  if (item.kind === 'exists' && nameOf(item.field) === 'last_login')
    return { kind: 'never', field: 'last_login' };
  if (!isMatch(item)) return undefined;
  const read = readMatch(item);
  return read?.kind === 'flag' ? { ...read, value: false } : undefined;
}

function readExists({ keys }: FieldName): Filter | undefined {
  const bag = fieldBags.find((name) => keys.join('.').startsWith(`${name}.`));
  return bag ? { kind: 'key', keys } : undefined;
}

function readFilter(tree: Tree): Filter {
  const read = () => {
    switch (tree.kind) {
      case 'match':
        return isMatch(tree) ? readMatch(tree) : undefined;
      case 'or':
        return readChoice(tree.items);
      case 'not':
        return readNot(tree.item);
      case 'exists':
        return readExists(tree.field);
      default:
        return undefined;
    }
  };
  return read() ?? { kind: 'other', tree };
}

/** A query as filters that are all to be fulfilled. Nothing is lost: what no filter can show is `other`. */
export function readFilters(tree: Tree): Filter[] {
  return conditionsOf(tree).map(readFilter);
}

const nowhere = { start: 0, end: 0 };
const fieldOf = (name: string): FieldName => ({ keys: name.split('.'), ...nowhere });

function match(name: string, text: string): Tree {
  return { kind: 'match', field: fieldOf(name), value: { kind: 'word', parts: [text], ...nowhere } };
}

function toTree(filter: Filter): Tree {
  switch (filter.kind) {
    case 'flag': {
      const yes = match(filter.field, 'true');
      // not `blocked:false`: who was never blocked has no such value
      return filter.value ? yes : { kind: 'not', item: yes };
    }
    case 'choice': {
      const items = filter.values.map((value) => match(filter.field, value));
      const [only] = items;
      return items.length === 1 && only ? only : { kind: 'or', items };
    }
    case 'since': {
      const lower = { text: filter.day, inclusive: true, ...nowhere };
      return {
        kind: 'match',
        field: fieldOf(filter.field),
        value: { kind: 'range', lower, ...nowhere },
      };
    }
    case 'never':
      return { kind: 'not', item: { kind: 'exists', field: fieldOf(filter.field) } };
    case 'key':
      return { kind: 'exists', field: { keys: filter.keys, ...nowhere } };
    case 'other':
      return filter.tree;
  }
}

/** The query that says what these filters say together. */
export function toQueryTree(filters: readonly Filter[]): Tree {
  const items = filters.map(toTree);
  const [only] = items;
  if (!only) return { kind: 'all' };
  return items.length === 1 ? only : { kind: 'and', items };
}

/** What a filter is about: there is one filter of a subject, and setting it replaces it. */
export type Subject = FlagField | ChoiceField | SinceField;

export function subjectOf(filter: Filter): Subject | null {
  return filter.kind === 'key' || filter.kind === 'other' ? null : filter.field;
}

/** The filters with the one of this subject replaced, at its place, or removed by null. */
export function setFilter(filters: readonly Filter[], subject: Subject, filter: Filter | null): Filter[] {
  const at = filters.findIndex((each) => subjectOf(each) === subject);
  const rest = filters.filter((each) => subjectOf(each) !== subject);
  if (!filter) return rest;
  const place = at === -1 ? rest.length : Math.min(at, rest.length);
  return rest.toSpliced(place, 0, filter);
}
