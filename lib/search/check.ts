import { type Resolved, refuseField, resolveField } from './check-field';
import { checkMatch, checkRange } from './check-value';
import { type Checked, type CheckOptions, invert, join, mayRead } from './checked';
import { quoted, refuseQuery } from './fail';
import { bareFields, rootFields } from './schemas';
import type { FieldName, Tree, Value, Word } from './tree';

const none: Checked = { kind: 'none' };
const all: Checked = { kind: 'all' };

/** Metadata ranges may grow to hundreds of index prefixes each, so a query may hold only so many. */
const maxMetadataRanges = 16;

type Checker = CheckOptions & { ranges: number };

const isExistence = (value: Value): boolean =>
  value.kind === 'range'
    ? !value.lower && !value.upper
    : value.parts.length > 1 && value.parts.every((part) => part === '');

/** What Auth0 refuses on metadata, in its own words. */
function refuseInStrictMode(value: Value): void {
  if (isExistence(value)) return;
  if (value.kind === 'word' && value.parts.length === 1) return;
  const operator =
    value.kind === 'word'
      ? 'wildcard'
      : value.upper
        ? `less${value.upper.inclusive ? ' or equal' : ' than'}`
        : `greater${value.lower?.inclusive ? ' or equal' : ' than'}`;
  refuseQuery(`invalid query: operator '${operator}' is not supported`, {
    position: value.start,
    found: `operator '${operator}'`,
    expected: 'a whole value: this tenant searches metadata as strictly as Auth0 does',
  });
}

/** `field~:` is for what keeps case otherwise and is indexed both ways: metadata. Elsewhere it must change nothing. */
function assertMayIgnoreCase(checker: Checker, field: FieldName, target: Resolved): void {
  const isText = target.kind === 'text' && 'ignoresCase' in rootFields[target.name];
  if (!checker.strict && (target.kind === 'path' || isText)) return;
  const name = field.keys.join('.');
  refuseQuery(
    `${quoted(name)} cannot be searched in any case (~:).${checker.strict ? ' This tenant searches as strictly as Auth0 does.' : ''}`,
    {
      position: field.end,
      found: '~',
      expected: ':',
    },
  );
}

function countRange(checker: Checker, value: Value): void {
  if (value.kind !== 'range') return;
  checker.ranges += 1;
  if (checker.ranges <= maxMetadataRanges) return;
  refuseQuery(`A query may have at most ${maxMetadataRanges} ranges on metadata.`, {
    position: value.start,
    found: `range ${checker.ranges}`,
    expected: `at most ${maxMetadataRanges} ranges on metadata`,
  });
}

/** The field, unless it is an extension and the tenant is strict. Whether the caller may read it is another question. */
function fieldOf(checker: Checker, field: FieldName): Resolved {
  const target = resolveField(field);
  if (checker.strict && target.kind === 'text' && target.name === 'roles') refuseField(field, 'roles');
  return target;
}

/** What the caller may not read is to it as if nobody had it. */
function isHidden(checker: Checker, target: Resolved): boolean {
  if (target.kind === 'path' || target.kind === 'bag') return !mayRead(target.bag, checker.rights);
  return target.kind === 'text' && target.name === 'roles' && !checker.rights.roles;
}

function checkExists(checker: Checker, field: FieldName): Checked {
  const target = fieldOf(checker, field);
  if (isHidden(checker, target)) return none;
  switch (target.kind) {
    case 'nothing':
      return none;
    case 'identities':
      return all;
    case 'bag':
      return { kind: 'test', target: { kind: 'path', bag: target.bag, keys: [] }, test: { op: 'exists' } };
    default:
      return { kind: 'test', target, test: { op: 'exists' } };
  }
}

function checkField(checker: Checker, field: FieldName, value: Value): Checked {
  const target = fieldOf(checker, field);
  if (field.ignoresCase) assertMayIgnoreCase(checker, field, target);
  if (isExistence(value)) return checkExists(checker, field);
  if (target.kind === 'nothing') return none;
  if (target.kind === 'bag' || target.kind === 'identities') {
    const name = field.keys.join('.');
    const example = name === 'identities' ? 'identities.connection' : `${name}.key`;
    refuseQuery(`${quoted(name)} holds several fields; name one, such as ${example}.`, {
      position: field.start,
      found: name,
      expected: example,
      suggestion: example,
    });
  }
  if (target.kind === 'path') {
    if (checker.strict) refuseInStrictMode(value);
    countRange(checker, value);
  }
  const rule = { anyCase: field.ignoresCase ?? false };
  const checked = value.kind === 'word' ? checkMatch(target, value, rule) : checkRange(target, value, rule);
  return isHidden(checker, target) ? none : checked;
}

function checkBare(checker: Checker, value: Value): Checked {
  if (isExistence(value)) return all;
  if (value.kind === 'range') {
    refuseQuery('A range needs a field before it, such as logins_count:[10 TO *].', {
      position: value.start,
      found: 'a range',
      expected: 'field:[from TO to]',
    });
  }
  const word: Word = value;
  const at = { start: word.start, end: word.start };
  return join(
    'or',
    bareFields.map((name) => checkField(checker, { keys: [name], ...at }, word)),
  );
}

function checkTree(checker: Checker, tree: Tree): Checked {
  switch (tree.kind) {
    case 'all':
      return all;
    case 'and':
    case 'or':
      return join(
        tree.kind,
        tree.items.map((item) => checkTree(checker, item)),
      );
    case 'not':
      return invert(checkTree(checker, tree.item));
    case 'exists':
      return checkExists(checker, tree.field);
    case 'match':
      return tree.field ? checkField(checker, tree.field, tree.value) : checkBare(checker, tree.value);
  }
}

/**
 * Holds a query against the fields that exist and the rights of the caller. A bag it may not read gives the very
 * answers and refusals of a key that nobody has. Throws Invalid with the position and the nearest known name.
 */
export function checkQuery(tree: Tree, options: CheckOptions): Checked {
  return checkTree({ ...options, ranges: 0 }, tree);
}
