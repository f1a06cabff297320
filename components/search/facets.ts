import { spellKeys } from '@/lib/search/reader';
import { spellQuery } from '@/lib/search/spell-query';
import {
  type ChoiceField,
  type Filter,
  type FlagField,
  type SinceField,
  type Subject,
  subjectOf,
} from './filters';
import { daysBefore } from './value-suggestions';

/** A filter that can be set by choosing, with its choices. Several may be chosen at once where `isMultiple`. */
export type Facet = { subject: Subject; label: string; isMultiple: boolean; choices: readonly Choice[] };
type Choice = { id: string; label: string; filter: Filter };

function flag(subject: FlagField, label: string): Facet {
  const choices = [
    { id: 'yes', label: 'Yes', filter: { kind: 'flag' as const, field: subject, value: true } },
    { id: 'no', label: 'No', filter: { kind: 'flag' as const, field: subject, value: false } },
  ];
  return { subject, label, isMultiple: false, choices };
}

const spans = [
  { days: 1, label: 'Since yesterday' },
  { days: 7, label: 'In the last 7 days' },
  { days: 30, label: 'In the last 30 days' },
  { days: 90, label: 'In the last 90 days' },
];

function since(field: SinceField, label: string, now: Date): Facet {
  const choices = spans.map(({ days, label }): Choice => {
    const day = daysBefore(now, days);
    return { id: day, label, filter: { kind: 'since', field, day } };
  });
  const never: Choice[] =
    field === 'last_login'
      ? [{ id: 'never', label: 'Never', filter: { kind: 'never', field: 'last_login' } }]
      : [];
  return { subject: field, label, isMultiple: false, choices: [...choices, ...never] };
}

function choice(field: ChoiceField, label: string, names: readonly string[]): Facet[] {
  if (names.length === 0) return [];
  const choices = names.map(
    (name): Choice => ({ id: name, label: name, filter: { kind: 'choice', field, values: [name] } }),
  );
  return [{ subject: field, label, isMultiple: true, choices }];
}

type Known = { connections: readonly { name: string }[]; roles: readonly string[] };

export function facetsOf({ connections, roles }: Known, now: Date): Facet[] {
  return [
    flag('email_verified', 'Verified'),
    flag('blocked', 'Blocked'),
    since('last_login', 'Last login', now),
    since('created_at', 'Signed up', now),
    ...choice(
      'identities.connection',
      'Connection',
      connections.map(({ name }) => name),
    ),
    ...choice('roles', 'Role', roles),
  ];
}

export function filterOf(filters: readonly Filter[], { subject }: Facet): Filter | undefined {
  return filters.find((filter) => subjectOf(filter) === subject);
}

/** The ids of the choices that a filter holds. */
export function chosenOf(filter: Filter | undefined): string[] {
  switch (filter?.kind) {
    case 'flag':
      return [filter.value ? 'yes' : 'no'];
    case 'choice':
      return filter.values;
    case 'since':
      return [filter.day];
    case 'never':
      return ['never'];
    default:
      return [];
  }
}

/** The filter with these choices, or null without any. */
export function chosenFilter({ subject, choices, isMultiple }: Facet, ids: readonly string[]): Filter | null {
  if (ids.length === 0) return null;
  if (isMultiple) return { kind: 'choice', field: subject as ChoiceField, values: [...ids] };
  return choices.find(({ id }) => ids.includes(id))?.filter ?? null;
}

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** What a filter says, without its subject. */
export function summaryOf(filter: Filter): string {
  switch (filter.kind) {
    case 'flag':
      return filter.value ? 'Yes' : 'No';
    case 'choice':
      return filter.values.length > 2
        ? `${filter.values[0]} or ${filter.values.length - 1} others`
        : filter.values.join(' or ');
    case 'since':
      return `since ${date.format(new Date(filter.day))}`;
    case 'never':
      return 'never';
    case 'key':
      return spellKeys(filter.keys);
    case 'other':
      return spellQuery(filter.tree);
  }
}
