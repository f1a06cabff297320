import type { ActionCommand, ActionTrigger, CacheEntry } from '@/lib/rules';

const shared = Symbol.for('annex.actions.cache');
type Store = Map<ActionTrigger, Map<string, CacheEntry>>;
const holder: typeof globalThis & { [shared]?: Store } = globalThis;

/** `reference/rules.md` 2.5; the sandbox refuses what would go beyond, and two runs at a time cannot add up to more. */
const maxEntries = 20;

function entriesOf(trigger: ActionTrigger): Map<string, CacheEntry> {
  holder[shared] ??= new Map();
  const entries = holder[shared].get(trigger) ?? new Map<string, CacheEntry>();
  holder[shared].set(trigger, entries);
  return entries;
}

/** What `api.cache` of a trigger holds in this process. By contract it may vanish at any time. */
export function readCache(trigger: ActionTrigger, now: number): CacheEntry[] {
  return [...entriesOf(trigger).values()].filter((entry) => entry.expires_at > now);
}

/** Does what a run asked of the cache. */
export function applyToCache(trigger: ActionTrigger, commands: readonly ActionCommand[]): void {
  const entries = entriesOf(trigger);
  for (const command of commands) {
    if (command.type === 'cache.delete') entries.delete(command.key);
    if (command.type !== 'cache.set') continue;
    const { key, value, expires_at } = command;
    entries.delete(key);
    entries.set(key, { key, value, expires_at });
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
  }
}
