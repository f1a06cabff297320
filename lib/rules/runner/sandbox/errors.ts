import { wayOut } from '../library-names';

/** The error classes that rules find in scope, with the properties of the originals. */
export class UnauthorizedError extends Error {
  readonly code: string;
  readonly description: string;
  readonly statusCode: number;
  constructor(message?: string) {
    super(message);
    this.name = 'UnauthorizedError';
    this.code = 'unauthorized';
    this.description = this.message;
    this.statusCode = 401;
  }
}

export class ValidationError extends Error {
  readonly code: string;
  readonly description: string;
  readonly statusCode: number;
  constructor(code: string, message?: string) {
    super(message);
    this.name = 'ValidationError';
    this.code = code;
    this.description = this.message;
    this.statusCode = 400;
  }
}

export class WrongUsernameOrPasswordError extends Error {
  readonly code: string;
  readonly user_id: string;
  readonly description: string;
  readonly statusCode: number;
  constructor(userId: string, message?: string) {
    super(message);
    this.name = 'WrongUsernameOrPasswordError';
    this.code = 'wrongusernameorpassword';
    this.user_id = userId;
    this.description = this.message;
    this.statusCode = 400;
  }
}

export type ErrorText = { name: string; message: string; code?: string; line?: number; column?: number };

const maxText = 4_096;

/**
 * What a rule threw or called back with, as text only. The value may be anything at all, with getters that
 * throw; the worst it can do is to say nothing.
 */
export function describeError(reason: unknown, key: string): ErrorText {
  if (typeof reason === 'string') return { name: 'Error', message: cut(reason) };
  if ((typeof reason !== 'object' && typeof reason !== 'function') || reason === null) {
    return { name: 'Error', message: cut(String(reason)) };
  }
  const code = text(reason, 'code');
  const said = text(reason, 'message') ?? text(reason, 'description');
  return {
    name: text(reason, 'name') ?? 'Error',
    message: said === undefined ? 'The rule failed with a value that is not an error.' : explained(said),
    ...(code === undefined ? {} : { code }),
    ...positionIn(text(reason, 'stack') ?? '', key),
  };
}

/** Names that Auth0's old sandbox had in scope and Annex has not, by the module which is asked for today. */
const oldGlobals = new Map([
  ['azure_storage', 'azure-storage'],
  ['couchbase', 'couchbase'],
  ['cql', 'cassandra-driver'],
  ['Knex', 'knex'],
  ['mongo', 'mongodb'],
  ['mysql', 'mysql'],
  ['mysql_pool', 'mysql'],
  ['pg', 'pg'],
  ['postgres', 'pg'],
  ['Pubnub', 'pubnub'],
  ['sqlserver', 'tedious'],
]);

/** What V8 says of a name that is not there, and what to do where it once was. */
function explained(message: string): string {
  const [, name = ''] = /^(\w+) is not defined$/.exec(message) ?? [];
  const way = wayOut(oldGlobals.get(name) ?? '');
  return way === undefined ? message : `${message}. Annex does not have it: ${way}.`;
}

/** True for the errors by which a rule says no on purpose, even when it throws them. */
export function isRefusal(reason: unknown): boolean {
  try {
    return (
      reason instanceof UnauthorizedError ||
      reason instanceof ValidationError ||
      reason instanceof WrongUsernameOrPasswordError
    );
  } catch {
    return false;
  }
}

function text(value: object, key: string): string | undefined {
  try {
    const found: unknown = Reflect.get(value, key);
    if (typeof found === 'number') return String(found);
    return typeof found === 'string' ? cut(found) : undefined;
  } catch {
    return undefined;
  }
}

function positionIn(stack: string, key: string): { line?: number; column?: number } {
  const at = stack.indexOf(`rule:${key}:`);
  if (at < 0) return {};
  const [line, column] = stack
    .slice(at + key.length + 6)
    .split(':', 2)
    .map((part) => Number.parseInt(part, 10));
  return line === undefined || column === undefined ? {} : { line, column };
}

function cut(value: string): string {
  return value.length > maxText ? `${value.slice(0, maxText)}…` : value;
}
