import { fold } from '@/lib/search/fold';
import { searchFields } from '@/lib/search/schemas';
import { spellWord } from '@/lib/search/spell-query';
import type { Place } from './query-place';
import type { Knowledge, Suggestion } from './suggestions';

type ValuePlace = Extract<Place, { kind: 'value' | 'range' }>;
type Offer = { label: string; detail?: string; insert: string; caretBack?: number };

const dayMs = 86_400_000;

/** The day (UTC) so many days before `now`. */
export function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);
}

function dateOffers(now: Date): Offer[] {
  const since = (days: number, detail: string) => {
    const text = `[${daysBefore(now, days)} TO *]`;
    return { label: text, detail, insert: `${text} ` };
  };
  const older = `[* TO ${daysBefore(now, 90)}}`;
  const month = daysBefore(now, 0).slice(0, 7);
  return [
    since(1, 'Since yesterday'),
    since(7, 'In the last 7 days'),
    since(30, 'In the last 30 days'),
    since(90, 'In the last 90 days'),
    { label: older, detail: 'More than 90 days ago', insert: `${older} ` },
    { label: month, detail: 'This month', insert: `${month} ` },
    { label: month.slice(0, 4), detail: 'This year', insert: `${month.slice(0, 4)} ` },
    {
      label: '[from TO to]',
      detail: 'Days, months or years; { } leave the end out',
      insert: '[ TO *]',
      caretBack: 6,
    },
  ];
}

const numberOffers: readonly Offer[] = [
  { label: '[from TO *]', detail: 'At least', insert: '[ TO *]', caretBack: 6 },
  { label: '[* TO to]', detail: 'At most', insert: '[* TO ]', caretBack: 1 },
  { label: '{from TO to}', detail: 'Between, without the ends', insert: '{ TO }', caretBack: 5 },
];

const flagOffers: readonly Offer[] = ['true', 'false'].map((label) => ({ label, insert: `${label} ` }));

/** Ways to search text other than by the whole value. */
function patternOffers(typed: string): Offer[] {
  if (typed === '') return [];
  const escaped = typed.replace(/[^\p{L}\p{N}_.@]/gu, '\\$&');
  const starts = { label: `${escaped}*`, detail: 'Begins with', insert: `${escaped}* ` };
  if ([...typed].length < 3) return [starts];
  return [starts, { label: `*${escaped}*`, detail: 'Contains', insert: `*${escaped}* ` }];
}

const existsOffer: Offer = { label: '*', detail: 'Has any value', insert: '* ' };

const named = (names: readonly string[]): Offer[] =>
  names.map((name) => ({ label: name, insert: `${spellWord(name)} ` }));

function knownNames(field: string, { connections, roles }: Knowledge): Offer[] | undefined {
  switch (field) {
    case 'identities.connection':
      return named(connections.map(({ name }) => name));
    case 'identities.provider':
      return named([...new Set(connections.map(({ strategy }) => strategy))]);
    case 'roles':
      return named(roles);
    default:
      return undefined;
  }
}

function pathOffers({ field, typed }: ValuePlace, known: Knowledge): Offer[] {
  const values = known.values(field, typed) ?? [];
  const hasNumbers = values.some(({ kind }) => kind === 'number');
  return [
    ...values.map(({ value, kind }) => ({
      label: value === '' ? '""' : value,
      ...(kind === 'text' ? {} : { detail: kind }),
      insert: `${spellWord(value)} `,
    })),
    ...(hasNumbers && typed === '' && !known.isStrict ? numberOffers : []),
    ...(known.isStrict ? [] : patternOffers(typed)),
    ...(typed === '' ? [existsOffer] : []),
  ];
}

function offersFor(place: ValuePlace, known: Knowledge): Offer[] {
  const field = searchFields.find(({ name }) => name === place.field);
  const typed = place.kind === 'range' ? '' : place.typed;
  const fits = (offers: readonly Offer[]) =>
    offers.filter(({ label, detail = '' }) => fold(`${label} ${detail}`).includes(fold(typed)));
  if (place.kind === 'range') return field?.type === 'date' ? fits(dateOffers(known.now)).slice(0, 5) : [];
  if (typed.includes('*')) return [];
  const names = knownNames(place.field, known);
  if (names) return [...fits(names), ...patternOffers(typed), ...(typed === '' ? [existsOffer] : [])];
  switch (field?.type) {
    case 'boolean':
      return fits(flagOffers);
    case 'date':
      return fits(dateOffers(known.now));
    case 'number':
      return fits(numberOffers);
    case 'text':
      return [...patternOffers(typed), ...(typed === '' ? [existsOffer] : [])];
    case undefined:
      return pathOffers(place, known);
  }
}

/** Values that fit the field and what is typed of one. */
export function valueSuggestions(place: ValuePlace, known: Knowledge): Suggestion[] {
  const { from, to } = place;
  return offersFor(place, known).map((offer) => ({ section: 'Values', from, to, ...offer }));
}
