import type { LibraryHost } from '../library-loader';
import { exchange } from './exchange';

type Bag = Record<string, unknown>;

/** Calls a service that speaks JSON. Rejects with the status and the parsed body of an answer that is no 2xx. */
export async function callJson(
  annex: LibraryHost,
  call: { method: string; url: string; headers?: [string, string][]; body?: unknown; form?: string },
): Promise<unknown> {
  const { method, url, headers = [], body, form } = call;
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const sent = form ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await exchange(annex, {
    method,
    url,
    headers: [
      ['accept', 'application/json'],
      ...headers,
      ...(sent === undefined ? [] : [['content-type', type] as [string, string]]),
    ],
    body: sent,
  });
  const text = answer.body.toString('utf8');
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  if (answer.status < 300) return parsed;
  throw Object.assign(new Error(`The service answered ${answer.status}.`), {
    statusCode: answer.status,
    responseBody: parsed,
  });
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), renamed(item, rename)]));
}

/** Keys of all levels, `firstName` as `first_name` and back. */
export const toSnake = (value: unknown): unknown =>
  renamed(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
export const toCamel = (value: unknown): Bag =>
  Object(renamed(value, (key) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())));
