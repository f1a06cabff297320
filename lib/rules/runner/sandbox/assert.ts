import { inspect } from './inspect';
import { util } from './util';

class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  constructor(message: string) {
    super(message);
    this.name = 'AssertionError';
  }
}

function check(holds: boolean, message: unknown, otherwise: () => string): void {
  if (holds) return;
  if (message instanceof Error) throw message;
  throw new AssertionError(message === undefined ? otherwise() : String(message));
}

const both = (left: unknown, right: unknown) => `${inspect(left)} and ${inspect(right)}`;

function ok(value: unknown, message?: unknown): void {
  check(Boolean(value), message, () => `${inspect(value)} is not truthy.`);
}

// biome-ignore lint/suspicious/noDoubleEquals: the loose comparison is what `assert.equal` promises
const isLoosely = (left: unknown, right: unknown) => left == right;

/** The part of Node's `assert` that checks values. */
export const assert = Object.assign((value: unknown, message?: unknown) => ok(value, message), {
  AssertionError,
  ok,
  equal: (left: unknown, right: unknown, message?: unknown) =>
    check(isLoosely(left, right), message, () => `${both(left, right)} differ.`),
  strictEqual: (left: unknown, right: unknown, message?: unknown) =>
    check(Object.is(left, right), message, () => `${both(left, right)} differ.`),
  notStrictEqual: (left: unknown, right: unknown, message?: unknown) =>
    check(!Object.is(left, right), message, () => `${both(left, right)} are the same.`),
  deepStrictEqual: (left: unknown, right: unknown, message?: unknown) =>
    check(util.isDeepStrictEqual(left, right), message, () => `${both(left, right)} differ.`),
  deepEqual: (left: unknown, right: unknown, message?: unknown) =>
    check(util.isDeepStrictEqual(left, right), message, () => `${both(left, right)} differ.`),
  fail: (message?: unknown) => check(false, message, () => 'Failed'),
});
