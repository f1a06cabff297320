import type { HostCall } from './host-call';
import { isCount, type OpName, ProtocolError, parseObject } from './protocol';
import { type Json, type JsonObject, type LogLevel, managementOperations, type RuleFailure } from './types';

/** What an executor says about one of its runs, checked: nothing in it is believed beyond its shape. */
export type Op =
  | { op: 'rule'; rule: number }
  | { op: 'log'; rule: number; level: LogLevel; text: string }
  | { op: 'call'; id: number; rule: number; call: HostCall }
  | { op: 'timer'; id: number; ms: number; isIdle: boolean }
  | { op: 'cancel'; id: number }
  | DoneOp;

export type DoneOp = {
  op: 'done';
  rule: number;
  kind: 'continue' | 'deny' | 'error' | 'limit';
  limit: string;
  error: RuleFailure | undefined;
  /** What rules leave: the user and the context. What Actions leave: their commands. */
  outputs: (JsonObject | undefined)[];
};

const levels: readonly string[] = ['debug', 'log', 'info', 'warn', 'error'] satisfies LogLevel[];
const kinds: readonly string[] = ['continue', 'deny', 'error', 'limit'] satisfies DoneOp['kind'][];

/** Throws a ProtocolError for anything that the sandbox's own code would not have sent. */
export function readOp(op: OpName, data: string, outputBytes: number): Op {
  if (op === 'done') return readDone(data, outputBytes);
  if (data.length > outputBytes + 16_384) throw new ProtocolError('The executor sent too much at once.');
  if (op === 'rule') return readTurn(data);
  if (op === 'call') return readCall(data);
  const { rule, level, text, id, ms, isIdle } = parseObject(data);
  if (op === 'log' && isCount(rule) && isLevel(level) && typeof text === 'string')
    return { op, rule, level, text };
  if (op === 'timer' && isCount(id) && isCount(ms)) return { op, id, ms, isIdle: isIdle === true };
  if (op === 'cancel' && isCount(id)) return { op, id };
  throw new ProtocolError(`The executor sent a ${op} of no known shape.`);
}

function readTurn(data: string): Op {
  const rule = Number(data);
  if (data === '' || !isCount(rule)) throw new ProtocolError('The executor sent a turn of no known shape.');
  return { op: 'rule', rule };
}

function readCall(data: string): Op {
  const { id, rule, name, ...input }: Record<string, unknown> = parseUntrusted(data);
  const call = hostCallOf(name, input);
  if (!isCount(id) || !isCount(rule) || !call)
    throw new ProtocolError('The executor sent a call of no known shape.');
  return { op: 'call', id, rule, call };
}

function hostCallOf(name: unknown, input: Record<string, unknown>): HostCall | undefined {
  const { userId, patch, operation, args, request } = input;
  if (name === 'updateUserMetadata' || name === 'updateAppMetadata')
    return typeof userId === 'string' && isObject(patch) ? { name, userId, patch } : undefined;
  if (name === 'manage') {
    const known = managementOperations.find((each) => each === operation);
    return known && isObject(args) ? { name, operation: known, args } : undefined;
  }
  return name === 'fetch' ? readRequest(request) : undefined;
}

function readRequest(request: unknown): HostCall | undefined {
  if (!isRecord(request)) return undefined;
  const { url, method, headers, body, redirect, maxRedirects, timeoutMs } = request;
  const isKnown =
    typeof url === 'string' &&
    typeof method === 'string' &&
    isHeaders(headers) &&
    (body === undefined || typeof body === 'string') &&
    (redirect === 'follow' || redirect === 'manual' || redirect === 'error') &&
    (maxRedirects === undefined || isCount(maxRedirects)) &&
    isCount(timeoutMs);
  if (!isKnown) return undefined;
  return { name: 'fetch', request: { url, method, headers, body, redirect, maxRedirects, timeoutMs } };
}

function isHeaders(value: unknown): value is [string, string][] {
  const isPair = (pair: unknown) =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
  return Array.isArray(value) && value.length <= 200 && value.every(isPair);
}

function readDone(data: string, outputBytes: number): DoneOp {
  const [head = '', ...outputs] = data.split('\n');
  if (outputs.length > 2 || head.length > 64_000)
    throw new ProtocolError('The executor sent a result of no known shape.');
  if (outputs.some((output) => output.length > outputBytes)) {
    throw new ProtocolError('The executor sent a result that is larger than allowed.');
  }
  const { rule, kind, limit, error } = parseObject(head);
  if (!isCount(rule) || !isKind(kind))
    throw new ProtocolError('The executor sent a result of no known shape.');
  return {
    op: 'done',
    rule,
    kind,
    limit: typeof limit === 'string' ? limit : '',
    error: isRecord(error) ? readFailure(error) : undefined,
    outputs: outputs.map((output) => (output === '' ? undefined : parseUntrusted(output))),
  };
}

function readFailure({ name, message, code, line, column }: Record<string, unknown>): RuleFailure {
  const text = (value: unknown, otherwise: string) =>
    typeof value === 'string' ? value.slice(0, 4_200) : otherwise;
  return {
    name: text(name, 'Error'),
    message: text(message, ''),
    ...(typeof code === 'string' ? { code: text(code, '') } : {}),
    ...(isCount(line) && isCount(column) && line > 0 ? { position: { line, column } } : {}),
  };
}

const maxDepth = 100;

/**
 * Reads an object that a script made. What would hurt later is taken out or refused here: a `__proto__` member
 * would replace the prototype of whatever it is copied to, and deep nesting overflows the stack of any walk.
 */
export function parseUntrusted(text: string): JsonObject {
  if (opensMore(text, maxDepth) && depthOf(text) > maxDepth) throw new TooDeep();
  const risky = /__proto__|\\u/i.test(text);
  const value: Json = risky ? JSON.parse(text, dropPrototype) : JSON.parse(text);
  if (!isObject(value)) throw new ProtocolError('The executor sent JSON that is not an object.');
  return value;
}

/** The JSON nests deeper than anything here wants to walk; the rule's own doing, and not a broken executor. */
export class TooDeep extends Error {
  override readonly message = `Objects may nest ${maxDepth} levels deep.`;
}

function dropPrototype(key: string, value: Json): Json | undefined {
  return key === '__proto__' ? undefined : value;
}

/** Whether a text has more than `most` opening brackets, in strings too: if it has not, it cannot nest deeper. */
function opensMore(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of '{[') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > most) return true;
    }
  }
  return false;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      if (unit === 92) at += 1;
      else if (unit === 34) quoted = false;
    } else if (unit === 34) quoted = true;
    else if (unit === 123 || unit === 91) deepest = Math.max(deepest, ++depth);
    else if (unit === 125 || unit === 93) depth -= 1;
  }
  return deepest;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObject(value: unknown): value is JsonObject {
  return isRecord(value);
}

function isLevel(value: unknown): value is LogLevel {
  return typeof value === 'string' && levels.includes(value);
}

function isKind(value: unknown): value is DoneOp['kind'] {
  return typeof value === 'string' && kinds.includes(value);
}
