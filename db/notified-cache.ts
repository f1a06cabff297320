import type { Sql } from 'postgres';

/** A value of the database kept in memory until a write, in any process, says that it changed. */
export type NotifiedCache<T> = {
  /** The value, loaded when it is not held. Nothing is held while no listener is connected. */
  get(load: () => Promise<T>): Promise<T>;
};

type Slot = { generation: number; value: Promise<unknown> | null };
type Store = { slots: Map<string, Slot>; listening: boolean };

const key = Symbol.for('annex.notified-caches');
const held = globalThis as { [key]?: Store };

function store(): Store {
  held[key] ??= { slots: new Map(), listening: false };
  return held[key];
}

function slot(name: string): Slot {
  const { slots } = store();
  const found = slots.get(name) ?? { generation: 0, value: null };
  slots.set(name, found);
  return found;
}

/** Forgets in this process what the cache of this name holds; `lib/announce.ts` does so in all. */
export function forget(name: string): void {
  const mine = slot(name);
  mine.generation++;
  mine.value = null;
}

/** The PostgreSQL channel that carries the names of changed caches. */
export const cacheChannel = 'annex_changed';

/** The cache of this name. A load that began before it was told to forget is not kept. */
export function notifiedCache<T>(name: string): NotifiedCache<T> {
  return {
    get(load) {
      const mine = slot(name);
      if (mine.value) return mine.value as Promise<T>;
      const { generation } = mine;
      const loading = load();
      if (store().listening && generation === mine.generation) {
        mine.value = loading;
        loading.catch(() => {
          if (mine.value === loading) mine.value = null;
        });
      }
      return loading;
    },
  };
}

/**
 * Listens for changes of every cache. Each (re)connection forgets everything, since notices may have been missed.
 * The server calls it once at start.
 */
export async function listenForChanges(sql: Sql): Promise<void> {
  const forgetAll = () => {
    for (const name of store().slots.keys()) forget(name);
    store().listening = true;
  };
  await sql.listen(cacheChannel, forget, forgetAll);
}
