import { type Checked, type Edge, join, type Target, type Test } from './checked';
import { type Period, parsePeriod } from './dates';
import { quoted, refuseQuery } from './fail';
import { fold } from './fold';
import { rootFields } from './schemas';
import type { Bound, Range, Span, Word } from './tree';

const numberShape = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function refuseValue(at: Span, text: string, expected: string): never {
  refuseQuery(`${quoted(text)} is not ${expected}.`, {
    position: at.start,
    found: text.slice(0, 100),
    expected,
  });
}

function readNumber(text: string): number | undefined {
  const value = numberShape.test(text) ? Number(text) : undefined;
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function readBoolean(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

const test = (target: Target, what: Test): Checked => ({ kind: 'test', target, test: what });

/** Whether text of the field is compared in any case: by its nature, or because the query says `field~:`. */
export type CaseRule = { anyCase: boolean };

const caseOf = (target: Target, { anyCase }: CaseRule): ((text: string) => string) =>
  anyCase || (target.kind === 'text' && 'ignoresCase' in rootFields[target.name]) ? fold : (text) => text;

/** A value in metadata is compared as text, so 36 finds the number and the string, and true both of its kinds. */
function equalsAtPath(target: Target, text: string, rule: CaseRule): Checked {
  const number = readNumber(text);
  const boolean = readBoolean(text);
  const edge = number === undefined ? undefined : { value: number, inclusive: true };
  return join('or', [
    test(target, rule.anyCase ? { op: 'equals', text: fold(text), anyCase: true } : { op: 'equals', text }),
    ...(edge ? [test(target, { op: 'numbers', from: edge, to: edge })] : []),
    ...(boolean === undefined ? [] : [test(target, { op: 'flag', value: boolean })]),
  ]);
}

const numberWords = 'a number';
const dateWords = 'a date (2025, 2025-11, 2025-11-30 or 2025-11-30T10:00:00.000Z)';

/** One word, perhaps with wildcards, against a field of known type. */
export function checkMatch(target: Target, word: Word, rule: CaseRule): Checked {
  const [only = ''] = word.parts;
  if (word.parts.length > 1) {
    if (word.parts.every((part) => part === '')) return test(target, { op: 'exists' });
    if (target.kind === 'text' || target.kind === 'path') {
      const parts = word.parts.map(caseOf(target, rule));
      const folded = target.kind === 'path' && rule.anyCase;
      return test(target, folded ? { op: 'pattern', parts, anyCase: true } : { op: 'pattern', parts });
    }
    refuseValue(word, word.parts.join('*'), 'a whole value, and only text takes wildcards');
  }
  switch (target.kind) {
    case 'text':
      return test(target, { op: 'equals', text: caseOf(target, rule)(only) });
    case 'path':
      return equalsAtPath(target, only, rule);
    case 'flag': {
      const value = readBoolean(only);
      if (value === undefined) refuseValue(word, only, 'true or false');
      return test(target, { op: 'flag', value });
    }
    case 'count': {
      const value = readNumber(only);
      if (value === undefined) refuseValue(word, only, numberWords);
      const edge = { value, inclusive: true };
      return test(target, { op: 'numbers', from: edge, to: edge });
    }
    case 'moment': {
      const period = parsePeriod(only);
      if (period === undefined) refuseValue(word, only, dateWords);
      return test(target, { op: 'moments', ...period });
    }
  }
}

type Sides<T> = { from?: Edge<T>; to?: Edge<T> };

/** Both ends read as one type, or undefined when one of them is of another. */
function readSides<T>(range: Range, read: (text: string) => T | undefined): Sides<T> | undefined {
  const side = (bound: Bound | undefined) => {
    const value = bound && read(bound.text);
    return bound && value !== undefined ? { value, inclusive: bound.inclusive } : undefined;
  };
  const from = side(range.lower);
  const to = side(range.upper);
  if ((range.lower && !from) || (range.upper && !to)) return undefined;
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** A period is taken in or left out as a whole. */
function momentsOf({ from, to }: Sides<Period>): Test {
  return {
    op: 'moments',
    ...(from ? { start: from.inclusive ? from.value.start : from.value.end } : {}),
    ...(to ? { end: to.inclusive ? to.value.end : to.value.start } : {}),
  };
}

function wrongBound(range: Range, read: (text: string) => unknown): Bound | Range {
  const wrong = [range.lower, range.upper].find((bound) => bound && read(bound.text) === undefined);
  return wrong ?? range;
}

/** A range against a field of known type. In metadata the ends decide: numbers, dates, both for a year, else text. */
export function checkRange(target: Target, range: Range, rule: CaseRule): Checked {
  if (!range.lower && !range.upper) return test(target, { op: 'exists' });
  const numbers = readSides(range, readNumber);
  const periods = readSides(range, parsePeriod);
  const texts = readSides(range, caseOf(target, rule)) ?? {};
  const textAt = (bound: Bound | Range) => ('text' in bound ? bound.text : '');
  switch (target.kind) {
    case 'text':
      return test(target, { op: 'texts', ...texts });
    case 'path': {
      const read: Test[] = [];
      if (numbers) read.push({ op: 'numbers', ...numbers });
      if (periods) read.push(momentsOf(periods));
      if (read.length === 0) {
        if (rule.anyCase)
          refuseValue(range, textAt(range), 'a value: ranges of text keep upper and lower case');
        read.push({ op: 'texts', ...texts });
      }
      return join(
        'or',
        read.map((what) => test(target, what)),
      );
    }
    case 'flag':
      refuseValue(range, 'a range', 'true or false');
      break;
    case 'count': {
      if (!numbers) {
        const wrong = wrongBound(range, readNumber);
        refuseValue(wrong, textAt(wrong), numberWords);
      }
      return test(target, { op: 'numbers', ...numbers });
    }
    case 'moment': {
      if (!periods) {
        const wrong = wrongBound(range, parsePeriod);
        refuseValue(wrong, textAt(wrong), dateWords);
      }
      return test(target, momentsOf(periods));
    }
  }
}
