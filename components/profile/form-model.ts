import { type Json, type JsonObject, withValue } from '@/components/metadata/json';

/** How a value is edited in the form: by what it is, since there is no schema. */
export type FieldKind = 'text' | 'long-text' | 'number' | 'boolean' | 'json';

/** A field of the form. `text` is what the person typed; it may not be a value yet. */
export type FormField = { id: string; key: string; kind: FieldKind; text: string };

function kindOf(value: Json): FieldKind {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (typeof value !== 'string') return 'json';
  return value.length > 80 || value.includes('\n') ? 'long-text' : 'text';
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** One field for each key, in their order. */
export function toFields(value: JsonObject): FormField[] {
  return Object.entries(value).map(([key, item]) => ({
    id: key,
    key,
    kind: kindOf(item),
    text: textOf(item),
  }));
}

type Read = { value: Json; problem: null } | { value: null; problem: string };

/** The value that a field holds, or what is wrong with what was typed. */
export function readField({ kind, text }: Pick<FormField, 'kind' | 'text'>): Read {
  if (kind === 'text' || kind === 'long-text') return { value: text, problem: null };
  if (kind === 'boolean') return { value: text === 'true', problem: null };
  if (kind === 'number') {
    const number = Number(text);
    const isNumber = text.trim() !== '' && Number.isFinite(number);
    return isNumber ? { value: number, problem: null } : { value: null, problem: 'This is not a number.' };
  }
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { value: null, problem: 'This is not JSON yet.' };
  }
}

export type FormResult =
  | { value: JsonObject; problems: null }
  | { value: null; problems: Record<string, string> };

/** The object that the fields make together, or what is wrong by the field's id. */
export function fromFields(fields: readonly FormField[]): FormResult {
  const problems: Record<string, string> = {};
  let value: JsonObject = {};
  const seen = new Set<string>();
  for (const field of fields) {
    const read = readField(field);
    if (read.problem) problems[field.id] = read.problem;
    else if (seen.has(field.key)) problems[field.id] = `There is another field named ${field.key}.`;
    else value = withValue(value, field.key, read.value ?? null);
    seen.add(field.key);
  }
  return Object.keys(problems).length > 0 ? { value: null, problems } : { value, problems: null };
}

/** A new, empty field. */
export function newField(key: string, kind: FieldKind, id: string): FormField {
  const texts: Record<FieldKind, string> = {
    text: '',
    'long-text': '',
    number: '0',
    boolean: 'false',
    json: '[]',
  };
  return { id, key, kind, text: texts[kind] };
}

/** Why a new field may not have this name; null when it may. */
export function keyProblem(key: string, fields: readonly FormField[]): string | null {
  if (key === '') return 'A name is needed.';
  if (key.includes('.') || key.startsWith('$')) return 'A name may not contain a dot or begin with $.';
  if (fields.some((field) => field.key === key)) return 'There is a field of this name.';
  return null;
}

/** A key in words: `favouriteColour` and `favourite_colour` are both "Favourite colour". */
export function labelOf(key: string): string {
  const words = key
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words === '' ? key : words[0]?.toUpperCase() + words.slice(1);
}
