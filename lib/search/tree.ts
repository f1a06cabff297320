/** Where something stands in the query: from `start` up to, not including, `end`. */
export type Span = { start: number; end: number };

/** A field as written: its name split at the dots that no backslash protects. */
export type FieldName = Span & {
  keys: string[];
  /** Written `field~:`, our extension: upper and lower case are the same. */
  ignoresCase?: true;
};

/** Text between wildcards: one part is an exact value, `j*doe` is `['j', 'doe']`, `*` is `['', '']`. */
export type Word = Span & { kind: 'word'; parts: string[] };

export type Bound = Span & { text: string; inclusive: boolean };

/** A missing bound is open. */
export type Range = Span & { kind: 'range'; lower?: Bound; upper?: Bound };

export type Value = Word | Range;

/** What a query says, before anything is known of fields and rights. `field` is null for a bare value. */
export type Tree =
  | { kind: 'all' }
  | { kind: 'and' | 'or'; items: Tree[] }
  | { kind: 'not'; item: Tree }
  | { kind: 'exists'; field: FieldName }
  | { kind: 'match'; field: FieldName | null; value: Value };
