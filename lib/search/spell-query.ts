import { spellKeys } from './reader';
import type { Bound, FieldName, Tree, Value } from './tree';

/** Words that mean themselves wherever a value may stand. */
const plainWord = /^[\p{L}\p{N}_][\p{L}\p{N}_.@%#'=,;/$-]*$/u;
const keywords = new Set(['AND', 'OR', 'NOT', 'TO']);

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A whole value as a query spells it: in quotes unless it is plain. Reading it gives the same text. */
export function spellWord(text: string): string {
  return plainWord.test(text) && !keywords.has(text) ? text : quote(text);
}

function spellParts(parts: readonly string[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return spellWord(only);
  return parts.map((part) => part.replace(/[^\p{L}\p{N}_.@]/gu, '\\$&')).join('*');
}

const spellBound = (bound: Bound | undefined) => (bound ? spellWord(bound.text) : '*');

export function spellValue(value: Value): string {
  if (value.kind === 'word') return spellParts(value.parts);
  const { lower, upper } = value;
  const open = lower?.inclusive === false ? '{' : '[';
  const close = upper?.inclusive === false ? '}' : ']';
  return `${open}${spellBound(lower)} TO ${spellBound(upper)}${close}`;
}

function spellField({ keys, ignoresCase }: FieldName): string {
  return `${spellKeys(keys)}${ignoresCase ? '~' : ''}`;
}

/** A name as the tree has it, however it was written. */
export function sameField(a: FieldName | null, b: FieldName | null): boolean {
  return a === null || b === null ? a === b : spellField(a) === spellField(b);
}

/** Several values of one field, which are spelled as one group. */
function groupOf(items: readonly Tree[]): { field: FieldName; values: Value[] } | null {
  const [first] = items;
  if (first?.kind !== 'match' || first.field === null) return null;
  const { field } = first;
  const values = items.flatMap((item) =>
    item.kind === 'match' && sameField(item.field, field) ? [item.value] : [],
  );
  return values.length === items.length ? { field, values } : null;
}

function spellItem(tree: Tree): string {
  const text = spellQuery(tree);
  const isOne =
    tree.kind === 'match' || tree.kind === 'exists' || (tree.kind === 'or' && groupOf(tree.items));
  return isOne ? text : `(${text})`;
}

/** The tree as text. Reading that text gives the same tree again; only places in the text differ. */
export function spellQuery(tree: Tree): string {
  switch (tree.kind) {
    case 'all':
      return '';
    case 'match':
      return tree.field ? `${spellField(tree.field)}:${spellValue(tree.value)}` : spellValue(tree.value);
    case 'exists':
      return `_exists_:${spellField(tree.field)}`;
    case 'not':
      return `NOT ${spellItem(tree.item)}`;
    case 'or': {
      const group = groupOf(tree.items);
      if (group) return `${spellField(group.field)}:(${group.values.map(spellValue).join(' OR ')})`;
      return tree.items.map(spellItem).join(' OR ');
    }
    case 'and':
      return tree.items
        .map((item) => (item.kind === 'not' ? spellQuery(item) : spellItem(item)))
        .join(' AND ');
  }
}
