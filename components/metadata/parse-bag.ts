import { AppError } from '@/lib/errors';
import { type Bag, checkBag, checkSize } from '@/lib/metadata';
import { isObject, type Json, type JsonObject } from './json';

export type Problem = {
  message: string;
  /** Where in the object, such as `user_metadata.address`; absent when the text is not JSON at all. */
  path?: string;
  /** Where in the text, from 1. */
  line?: number;
  column?: number;
};

export type ParsedBag = { value: JsonObject; problem: null } | { value: null; problem: Problem };

/** Line and column, both from 1, of an offset in `text`. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function hasFault(text: string, fault: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return error instanceof SyntaxError && error.message.startsWith(fault);
  }
}

/** Where a fault stands whose message does not say: at the end of the shortest beginning that has it. */
function offsetOf(text: string, fault: string): number {
  let [without, withIt] = [0, text.length];
  while (withIt - without > 1) {
    const middle = Math.floor((without + withIt) / 2);
    if (hasFault(text.slice(0, middle), fault)) withIt = middle;
    else without = middle;
  }
  return withIt - 1;
}

function syntaxProblem(text: string, error: SyntaxError): Problem {
  const said = error.message
    .replace(/^JSON\.parse: /, '')
    .replace(/,? (in JSON )?at (position|line).*$/s, '')
    .replace(/, (\.\.\.)?".*is not valid JSON$/s, '');
  const message = `This is not JSON yet: ${said}.`;
  if (said.startsWith('Unexpected end')) return { message, ...placeOf(text, text.length) };
  const offset = /position (\d+)/.exec(error.message)?.[1];
  return { message, ...placeOf(text, offset === undefined ? offsetOf(text, said) : Number(offset)) };
}

/**
 * The object that a text of JSON holds, or why it may not be stored as this bag: syntax, the kind of value, and the
 * limits that the server keeps too. `others` is the rest of the user's metadata, which counts for the size.
 */
export function parseBag(bag: Bag, text: string, others: JsonObject): ParsedBag {
  let value: Json;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { value: null, problem: syntaxProblem(text, error) };
  }
  if (!isObject(value)) return { value: null, problem: { message: `${bag} must be an object: { … }.` } };
  try {
    checkBag(bag, value);
    checkSize(bag === 'user_metadata' ? value : others, bag === 'user_metadata' ? others : value);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [path, reason] = Object.entries(error.fields ?? {})[0] ?? [bag, error.message];
    return { value: null, problem: { path, message: `${reason}.` } };
  }
  return { value, problem: null };
}
