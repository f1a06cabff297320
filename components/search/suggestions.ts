import { fold } from '@/lib/search/fold';
import { type FieldBag, fieldBags, type SearchField, searchFields } from '@/lib/search/schemas';
import type { Place } from './query-place';
import { valueSuggestions } from './value-suggestions';

/** Something to write in the place of what stands from `from` to `to`. */
export type Suggestion = {
  section: string;
  label: string;
  detail?: string;
  insert: string;
  from: number;
  to: number;
  /** How far before its end the caret comes to stand. */
  caretBack?: number;
  /** It is a whole query: choosing it searches. */
  isQuery?: true;
};

export type ObservedKey = { path: string; kinds: readonly string[] };
export type ObservedValue = { value: string; kind: string };

/** What the browser asks the server for: keys of a bag, or values of a path, that begin with `prefix`. */
export type Lookup =
  | { kind: 'keys'; bag: FieldBag; prefix: string }
  | { kind: 'values'; path: string; prefix: string };

/** What is known without asking. `undefined`: not asked yet. */
export type Knowledge = {
  connections: readonly { name: string; strategy: string }[];
  roles: readonly string[];
  recent: readonly string[];
  /** Only what Auth0 offers too. */
  isStrict: boolean;
  keys: (bag: FieldBag, prefix: string) => readonly ObservedKey[] | undefined;
  values: (path: string, prefix: string) => readonly ObservedValue[] | undefined;
  now: Date;
};

const mostShown = 12;
/** Before anything is typed, so that metadata and operators are in sight too. */
const mostFieldsAtFirst = 6;

/** The bag that a name lies in, with what follows its dot. */
export function inBag(name: string): { bag: FieldBag; rest: string } | null {
  const bag = fieldBags.find((each) => name.startsWith(`${each}.`));
  return bag ? { bag, rest: name.slice(bag.length + 1) } : null;
}

/** How well a field fits what is typed: 0 is best, undefined not at all. */
function rankOf({ name, label }: SearchField, typed: string): number | undefined {
  if (typed === '') return 0;
  if (name.startsWith(typed)) return 0;
  if (name.split(/[._]/).some((word) => word.startsWith(typed))) return 1;
  if (
    label
      .toLowerCase()
      .split(' ')
      .some((word) => word.startsWith(typed))
  )
    return 2;
  return name.includes(typed) ? 3 : undefined;
}

type Spot = { from: number; to: number; before?: string; colon: string };

function fieldSuggestions(typed: string, spot: Spot, { isStrict }: Knowledge): Suggestion[] {
  const wanted = typed.toLowerCase();
  const { before = '', colon, ...extent } = spot;
  const found = searchFields
    .filter(({ isExtension }) => !(isStrict && isExtension))
    .flatMap((field) => {
      const rank = rankOf(field, wanted);
      return rank === undefined ? [] : [{ field, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ field: { name, label } }) => ({
      section: 'Fields',
      label: name,
      detail: label,
      insert: `${before}${name}${colon}`,
      ...extent,
    }));
  return typed === '' ? found.slice(0, mostFieldsAtFirst) : found;
}

function bagSuggestions(typed: string, { before = '', colon: _, ...extent }: Spot): Suggestion[] {
  const wanted = typed.toLowerCase();
  return fieldBags
    .filter((bag) => bag.startsWith(wanted) || bag.split('_').some((word) => word.startsWith(wanted)))
    .map((bag) => ({
      section: 'Metadata',
      label: `${bag}.…`,
      detail: 'Any key, at any depth',
      insert: `${before}${bag}.`,
      ...extent,
    }));
}

function keySuggestions(typed: string, { before = '', colon, ...extent }: Spot, known: Knowledge) {
  const within = inBag(typed);
  const bags = within ? [within] : fieldBags.map((bag) => ({ bag, rest: typed }));
  return bags.flatMap(({ bag, rest }) =>
    (known.keys(bag, rest) ?? []).map(({ path, kinds }): Suggestion => {
      const holdsKeys = kinds.every((kind) => kind === 'object');
      return {
        section: 'Metadata',
        label: `${bag}.${path}`,
        detail: kinds.filter((kind) => kind !== 'object').join(', ') || 'has keys of its own',
        insert: `${before}${bag}.${path}${holdsKeys && colon !== '' ? '.' : colon}`,
        ...extent,
      };
    }),
  );
}

const startWords = [
  { label: '_exists_', detail: 'Has a value', insert: '_exists_:' },
  { label: 'NOT', detail: 'Turns the next condition round', insert: 'NOT ' },
  { label: '( )', detail: 'Groups conditions', insert: '()', caretBack: 1 },
];

const operatorWords = [
  { label: 'AND', detail: 'Both' },
  { label: 'OR', detail: 'Either' },
  { label: 'AND NOT', detail: 'The first and not the second' },
];

function recentSuggestions(text: string, { recent }: Knowledge): Suggestion[] {
  const wanted = fold(text.trim());
  return recent
    .filter((query) => query !== text.trim() && fold(query).includes(wanted))
    .slice(0, 5)
    .map((query) => ({
      section: 'Recent searches',
      label: query,
      insert: query,
      from: 0,
      to: text.length,
      isQuery: true,
    }));
}

function atField(text: string, place: Extract<Place, { kind: 'field' }>, known: Knowledge): Suggestion[] {
  const { typed, from, to, hasColon } = place;
  const spot = { from, to, colon: hasColon ? '' : ':' };
  const isAlone = text.slice(0, from).trim() === '' && text.slice(to).trim() === '';
  const words = startWords
    .filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()))
    .map((word) => ({ section: 'Operators', from, to, ...word }));
  return [
    ...(isAlone ? recentSuggestions(text, known) : []),
    ...fieldSuggestions(typed, spot, known),
    ...bagSuggestions(typed, spot),
    ...(typed.length < 2 ? [] : keySuggestions(typed, spot, known)),
    ...words,
  ];
}

function atOperator(text: string, { typed, from, to }: Place, known: Knowledge): Suggestion[] {
  const gap = from > 0 && !/\s/.test(text[from - 1] ?? ' ') ? ' ' : '';
  const words = operatorWords
    .filter(({ label }) => label.startsWith(typed.toUpperCase()))
    .map(({ label, detail }) => ({
      section: 'Operators',
      label,
      detail,
      insert: `${gap}${label} `,
      from,
      to,
    }));
  if (typed === '') return words;
  const spot = { from, to, before: `${gap}AND `, colon: ':' };
  return [
    ...words,
    ...fieldSuggestions(typed, spot, known),
    ...bagSuggestions(typed, spot),
    ...keySuggestions(typed, spot, known),
  ];
}

/** What could be written at the place, best first, at most a dozen of a section. Pure. */
export function suggestionsAt(text: string, place: Place, known: Knowledge): Suggestion[] {
  const all = (() => {
    switch (place.kind) {
      case 'field':
        return atField(text, place, known);
      case 'exists': {
        const spot = { from: place.from, to: place.to, colon: '' };
        return [
          ...keySuggestions(place.typed, spot, known),
          ...bagSuggestions(place.typed, spot),
          ...fieldSuggestions(place.typed, spot, known),
        ];
      }
      case 'operator':
        return atOperator(text, place, known);
      case 'value':
      case 'range':
        return valueSuggestions(place, known);
    }
  })();
  const written = text.slice(place.from, place.to);
  const useful = all.filter(({ insert, from }) => from !== place.from || insert.trim() !== written);
  const counts = new Map<string, number>();
  return useful.filter(({ section }) => {
    const count = (counts.get(section) ?? 0) + 1;
    counts.set(section, count);
    return count <= mostShown;
  });
}

/** What is worth asking the server for at the place. */
export function lookupsAt(place: Place): Lookup[] {
  switch (place.kind) {
    case 'field':
    case 'exists':
    case 'operator': {
      const within = inBag(place.typed);
      if (within) return [{ kind: 'keys', bag: within.bag, prefix: within.rest }];
      if (place.typed.length < 2) return [];
      return fieldBags.map((bag) => ({ kind: 'keys', bag, prefix: place.typed }));
    }
    case 'value':
      return inBag(place.field) && !place.typed.includes('*')
        ? [{ kind: 'values', path: place.field, prefix: place.typed }]
        : [];
    case 'range':
      return [];
  }
}
