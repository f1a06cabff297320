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

function syntaxProblem(text: string, error: SyntaxError): Problem {
  const offset = /position (\d+)/.exec(error.message)?.[1];
  const place = /Unexpected end/.test(error.message)
    ? text.length
    : offset === undefined
      ? null
      : Number(offset);
  const said = error.message.replace(/^JSON\.parse: /, '').replace(/,? (in JSON )?at position.*$/s, '');
  const message = `This is not JSON yet: ${said.replace(/, ?"[\s\S]*"\.\.\. is not valid JSON$/, '')}.`;
  return place === null ? { message } : { message, ...placeOf(text, place) };
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
