import type { CacheEntry } from '../action-types';
import { utf8Length } from './run';

/** `reference/rules.md` 2.5. */
const limits = { entries: 20, keyBytes: 64, valueBytes: 4_096, totalBytes: 8_192 };
const day = 86_400_000;
const quarterHour = 900_000;

export type ActionCache = ReturnType<typeof createCache>;

/** A cache of a trigger as one run sees it: what it was given, and what the run's Actions put there or took away. */
export function createCache(given: readonly CacheEntry[]) {
  const held = new Map(given.map((entry) => [entry.key, entry]));

  function find(key: unknown): CacheEntry | undefined {
    const entry = typeof key === 'string' ? held.get(key) : undefined;
    return entry && entry.expires_at > Date.now() ? entry : undefined;
  }

  function total(besides: string): number {
    let bytes = 0;
    for (const { key, value } of held.values())
      if (key !== besides) bytes += utf8Length(key) + utf8Length(value);
    return bytes;
  }

  return {
    get(key: unknown) {
      const entry = find(key);
      return entry && { value: entry.value, expires_at: entry.expires_at };
    },
    /** The entry to keep, or the code of an error. */
    set(key: unknown, value: unknown, options: unknown): CacheEntry | string {
      if (typeof key !== 'string' || typeof value !== 'string') return 'invalid_type';
      if (utf8Length(key) > limits.keyBytes) return 'key_size_exceeded';
      if (utf8Length(value) > limits.valueBytes) return 'value_size_exceeded';
      const now = Date.now();
      const { ttl, expires_at }: { ttl?: unknown; expires_at?: unknown } = Object(options);
      const wanted = [expires_at, typeof ttl === 'number' ? now + ttl : undefined].filter(
        (moment) => typeof moment === 'number',
      );
      const expires = Math.min(now + day, ...(wanted.length > 0 ? wanted : [now + quarterHour]));
      if (Number.isNaN(expires)) return 'invalid_expiry';
      if (expires <= now) return 'item_already_expired';
      for (const entry of held.values()) if (entry.expires_at <= now) held.delete(entry.key);
      if (!held.has(key) && held.size >= limits.entries) return 'cache_size_exceeded';
      if (total(key) + utf8Length(key) + utf8Length(value) > limits.totalBytes) return 'cache_size_exceeded';
      const entry = { key, value, expires_at: Math.floor(expires) };
      held.set(key, entry);
      return entry;
    },
    delete(key: unknown): boolean {
      return typeof key === 'string' && find(key) !== undefined && held.delete(key);
    },
  };
}
