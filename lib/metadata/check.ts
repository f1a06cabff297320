import type { Json, JsonObject } from '@/db/schema/columns';
import { Invalid } from '@/lib/errors';
import { maxMetadataBytes, maxMetadataDepth, reservedAppMetadataKeys, signupLimits } from './limits';

export type Bag = 'user_metadata' | 'app_metadata';

/** Names that JavaScript gives a meaning of its own; as own keys they would reach prototypes in careless code. */
const prototypeNames = new Set(['__proto__', 'constructor', 'prototype']);

function refuse(path: string, reason: string): never {
  throw new Invalid(`Payload validation error: '${reason}' on property ${path}.`, {
    errorCode: 'invalid_body',
    fields: { [path]: reason },
  });
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function checkKey(key: string, path: string): void {
  if (key === '') refuse(path, 'A key may not be empty');
  if (key.includes('.')) refuse(path, `The key "${key}" may not contain "."`);
  if (key.startsWith('$')) refuse(path, `The key "${key}" may not begin with "$"`);
  if (hasControlCharacter(key)) refuse(path, 'A key may not contain control characters');
  if (!key.isWellFormed()) refuse(path, 'A key may not contain an unpaired surrogate');
  if (prototypeNames.has(key)) refuse(path, `The key "${key}" is reserved`);
}

function checkValue(value: Json, path: string, depth: number): void {
  if (depth > maxMetadataDepth) refuse(path, `Nested deeper than ${maxMetadataDepth} levels`);
  if (typeof value === 'string') {
    if (value.includes('\u0000')) refuse(path, 'Text may not contain the character U+0000');
    if (!value.isWellFormed()) refuse(path, 'Text may not contain an unpaired surrogate');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(path, 'A number may not be larger than a double holds');
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, `${path}[${index}]`, depth + 1);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      checkKey(key, `${path}.${key}`);
      checkValue(item, `${path}.${key}`, depth + 1);
    }
  }
}

/**
 * Refuses a bag that may not be stored: bad keys, reserved names, text that PostgreSQL cannot hold, too deep.
 * Throws Invalid naming the path of the first fault. Sizes are checked by `checkSize`, on the merged result.
 */
export function checkBag(bag: Bag, value: JsonObject): void {
  if (bag === 'app_metadata') {
    const reserved = Object.keys(value).find((key) => reservedAppMetadataKeys.includes(key));
    if (reserved !== undefined) refuse(`${bag}.${reserved}`, `The key "${reserved}" is reserved`);
  }
  checkValue(value, bag, 0);
}

/** Refuses a user whose two bags together exceed the limit. */
export function checkSize(
  userMetadata: JsonObject | null,
  appMetadata: JsonObject | null,
  limit: number = maxMetadataBytes,
): void {
  const size = (bag: JsonObject | null) =>
    bag === null ? 0 : new TextEncoder().encode(JSON.stringify(bag)).length;
  const user = size(userMetadata);
  const app = size(appMetadata);
  if (user + app <= limit) return;
  const bag = user >= app ? 'user_metadata' : 'app_metadata';
  refuse(bag, `The metadata of a user may hold ${limit} bytes in all; this would be ${user + app} bytes`);
}

/** Refuses `user_metadata` that public sign-up does not take: 10 keys of 100 characters, text of 500. */
export function checkSignupMetadata(value: JsonObject): void {
  const keys = Object.keys(value);
  if (keys.length > signupLimits.keys) {
    refuse('user_metadata', `At most ${signupLimits.keys} keys are allowed at sign-up`);
  }
  for (const key of keys) {
    const path = `user_metadata.${key}`;
    const item = value[key];
    if (key.length > signupLimits.keyLength) {
      refuse(path, `A key may have ${signupLimits.keyLength} characters`);
    }
    if (typeof item !== 'string') refuse(path, 'Only text is allowed at sign-up');
    if (item.length > signupLimits.valueLength) {
      refuse(path, `A value may have ${signupLimits.valueLength} characters`);
    }
  }
  checkBag('user_metadata', value);
}
