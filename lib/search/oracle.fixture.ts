import type { Json } from '@/db/schema/columns';
import { sampleUsers } from './sample-users.fixture';
import type { TestUser } from './users.fixture';

/**
 * The meaning of a query, written a second time: plain loops over plain users, sharing no code with the search. A
 * condition carries its own text, so that the parser is part of what is compared.
 */
export type Asked =
  | { kind: 'and' | 'or'; items: Asked[] }
  | { kind: 'not'; item: Asked }
  | { kind: 'exists'; field: string[] }
  | { kind: 'word'; field: string[]; parts: string[]; quote: boolean; anyCase?: boolean }
  | { kind: 'range'; field: string[]; from: string | null; to: string | null; open: string; close: string };

const normalized = ['email', 'name', 'given_name', 'family_name', 'nickname', 'email.domain'];
const dates = ['created_at', 'updated_at', 'last_login'];
const booleans = ['email_verified', 'phone_verified', 'blocked', 'identities.isSocial'];

const escapeWord = (text: string) => text.replace(/[\s+\-&|!(){}[\]^"~*?:\\/<>]/gu, '\\$&');
const escapeKey = (text: string) => text.replace(/[\s+\-&|!(){}[\]^"~*?:\\/.]/gu, '\\$&');
const quoteText = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

export function render(asked: Asked): string {
  switch (asked.kind) {
    case 'and':
      return `(${asked.items.map(render).join(' AND ')})`;
    case 'or':
      return `(${asked.items.map(render).join(' OR ')})`;
    case 'not':
      return `(NOT ${render(asked.item)})`;
    case 'exists':
      return `_exists_:${asked.field.map(escapeKey).join('.')}`;
    case 'word': {
      const field = asked.field.map(escapeKey).join('.');
      const [only = ''] = asked.parts;
      const quote = asked.parts.length === 1 && (asked.quote || only === '' || /^(AND|OR|NOT)$/.test(only));
      return `${field}${asked.anyCase ? '~' : ''}:${quote ? quoteText(only) : asked.parts.map(escapeWord).join('*')}`;
    }
    case 'range': {
      const bound = (text: string | null) => (text === null ? '*' : quoteText(text));
      const field = asked.field.map(escapeKey).join('.');
      return `${field}:${asked.open}${bound(asked.from)} TO ${bound(asked.to)}${asked.close}`;
    }
  }
}

function collect(
  value: Json | undefined,
  keys: readonly string[],
  found: (string | number | boolean)[],
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) for (const item of value) collect(item, keys, found);
  else if (keys.length > 0) {
    if (typeof value === 'object') collect(value[keys[0] ?? ''], keys.slice(1), found);
  } else if (typeof value === 'object') for (const item of Object.values(value)) leaves(item, found);
  else found.push(value);
}

/** Anything below counts for existence; only scalars at the path itself are compared, marked by the caller. */
function leaves(value: Json, found: unknown[]): void {
  if (value === null) return;
  if (typeof value === 'object') for (const item of Object.values(value)) leaves(item, found);
  else found.push(below);
}
const below = Symbol('below');

function valuesOf(user: TestUser, field: readonly string[]): unknown[] {
  const name = field.join('.');
  const list = (value: unknown) => (value === null || value === undefined ? [] : [value]);
  switch (name) {
    case 'email.domain':
      return user.email?.includes('@') ? [user.email.slice(user.email.lastIndexOf('@') + 1)] : [];
    case 'identities.connection':
      return user.identities.map((identity) => identity.connection);
    case 'identities.provider':
      return user.identities.map((identity) => identity.provider);
    case 'identities.user_id':
      return user.identities.map((identity) => identity.identityUserId);
    case 'roles':
      return user.roles?.flatMap((role) => [role.id, role.name]) ?? [];
    case 'identities.isSocial':
      return user.identities.map((identity) => identity.isSocial);
  }
  const found: (string | number | boolean)[] = [];
  if (field[0] === 'user_metadata') collect(user.userMetadata ?? undefined, field.slice(1), found);
  else if (field[0] === 'app_metadata') collect(user.appMetadata ?? undefined, field.slice(1), found);
  else if (field[0] === 'identities') {
    for (const identity of user.identities) collect(identity.profileData ?? undefined, field.slice(2), found);
  } else {
    const roots: Record<string, unknown> = {
      email: user.email,
      name: user.name,
      given_name: user.givenName,
      family_name: user.familyName,
      nickname: user.nickname,
      user_id: user.userId,
      username: user.username,
      phone_number: user.phoneNumber,
      last_ip: user.lastIp,
      email_verified: user.emailVerified,
      phone_verified: user.phoneVerified,
      blocked: user.blocked,
      logins_count: user.loginsCount,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
      last_login: user.lastLogin,
    };
    return list(roots[name]);
  }
  return found;
}

const lower = (text: string) => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

function inOrder(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of rest) {
    const next = text.indexOf(part, at);
    if (next === -1) return false;
    at = next + part.length;
  }
  return at <= text.length - last.length;
}

const isNumber = (text: string) =>
  /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));

/** A date of one of the precisions as [first, last] millisecond, by the calendar of Date itself. */
function periodOf(text: string): [number, number] | undefined {
  const shapes: [RegExp, string, (date: Date) => void][] = [
    [/^\d{4}$/, '-01-01T00:00:00.000Z', (date) => date.setUTCFullYear(date.getUTCFullYear() + 1)],
    [/^\d{4}-\d\d$/, '-01T00:00:00.000Z', (date) => date.setUTCMonth(date.getUTCMonth() + 1)],
    [/^\d{4}-\d\d-\d\d$/, 'T00:00:00.000Z', (date) => date.setUTCDate(date.getUTCDate() + 1)],
    [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, '', (date) => date.setTime(date.getTime() + 1)],
  ];
  for (const [shape, rest, advance] of shapes) {
    if (!shape.test(text)) continue;
    const date = new Date(text + rest);
    if (Number.isNaN(date.getTime()) || date.toISOString() !== text + rest || text.startsWith('0000'))
      return undefined;
    const start = date.getTime();
    advance(date);
    return [start, date.getTime() - 1];
  }
  return undefined;
}

const compareText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function between(order: (bound: string) => number, asked: Extract<Asked, { kind: 'range' }>): boolean {
  if (asked.from !== null) {
    const side = order(asked.from);
    if (side < 0 || (side === 0 && asked.open === '{')) return false;
  }
  if (asked.to === null) return true;
  const side = order(asked.to);
  return side < 0 || (side === 0 && asked.close === ']');
}

/** Where a moment stands against a period: before it, in it or after it. */
function against(bound: string, at: number): number {
  const [first = 0, last = 0] = periodOf(bound) ?? [];
  return at < first ? -1 : at > last ? 1 : 0;
}

function holdsRange(value: unknown, asked: Extract<Asked, { kind: 'range' }>, name: string): boolean {
  const bounds = [asked.from, asked.to].filter((bound) => bound !== null);
  if (value instanceof Date) return between((bound) => against(bound, value.getTime()), asked);
  if (normalized.includes(name)) {
    return between((bound) => compareText(lower(String(value)), lower(bound)), asked);
  }
  const metadata = name.includes('metadata.') || name.includes('profileData.');
  if (typeof value === 'number')
    return bounds.every(isNumber) && between((bound) => value - Number(bound), asked);
  if (typeof value !== 'string') return false;
  if (!metadata) return between((bound) => compareText(value, bound), asked);
  const allDates = bounds.every((bound) => periodOf(bound) !== undefined);
  if (allDates) {
    const period = value.length >= 10 ? periodOf(value) : undefined;
    return period !== undefined && between((bound) => against(bound, period[0]), asked);
  }
  if (bounds.every(isNumber)) return false;
  return between((bound) => compareText(value, bound), asked);
}

/** Whole text, or a pattern within the first 200 characters; in longer text only one that goes on at its end. */
function inAnyCase(parts: string[], value: string): boolean {
  return [value, lower(value)].some((text) => {
    const points = [...text];
    if (parts.length === 1 || points.length <= 200) return inOrder(parts, text);
    return parts.at(-1) === '' && inOrder(parts, points.slice(0, 201).join(''));
  });
}

function holdsWord(value: unknown, asked: Extract<Asked, { kind: 'word' }>, name: string): boolean {
  const [only = ''] = asked.parts;
  const whole = asked.parts.length === 1;
  if (value instanceof Date) return whole && against(only, value.getTime()) === 0;
  if (typeof value === 'boolean') return whole && only === String(value);
  if (typeof value === 'number') return whole && isNumber(only) && Number(only) === value;
  if (typeof value !== 'string') return false;
  if (normalized.includes(name)) return inOrder(asked.parts.map(lower), lower(value));
  if (asked.anyCase) return inAnyCase(asked.parts.map(lower), value);
  if (name === 'username' || name === 'phone_number') {
    return inOrder(asked.parts, value) && inOrder(asked.parts.map(lower), lower(value));
  }
  return inOrder(asked.parts, value);
}

export function holds(user: TestUser, asked: Asked): boolean {
  switch (asked.kind) {
    case 'and':
      return asked.items.every((item) => holds(user, item));
    case 'or':
      return asked.items.some((item) => holds(user, item));
    case 'not':
      return !holds(user, asked.item);
    case 'exists':
      return valuesOf(user, asked.field).length > 0;
    case 'word':
      if (asked.parts.length > 1 && asked.parts.every((part) => part === '')) {
        return valuesOf(user, asked.field).length > 0;
      }
      return valuesOf(user, asked.field).some((value) => holdsWord(value, asked, asked.field.join('.')));
    case 'range':
      if (asked.from === null && asked.to === null) return valuesOf(user, asked.field).length > 0;
      return valuesOf(user, asked.field).some((value) => holdsRange(value, asked, asked.field.join('.')));
  }
}

export const fieldKinds = { dates, booleans };
export const sampleList = Object.values(sampleUsers);
