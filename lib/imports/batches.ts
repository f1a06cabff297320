export type Batches<T> = {
  add(item: T, bytes: number): Promise<void>;
  /** Stores what is left and waits for all of it. */
  end(): Promise<void>;
};

export type BatchLimits = { rows: number; bytes: number };

/**
 * Collects items and stores them in batches, one batch while the next one is collected. Items of unusual size make
 * smaller batches, so memory stays flat. A failed store throws from the next call.
 */
export function makeBatches<T>(
  { rows, bytes }: BatchLimits,
  store: (items: T[]) => Promise<void>,
): Batches<T> {
  let items: T[] = [];
  let size = 0;
  let storing = Promise.resolve();

  const flush = async () => {
    await storing;
    storing = store(items);
    storing.catch(() => undefined); // the next flush awaits it and throws
    items = [];
    size = 0;
  };

  return {
    async add(item, itemBytes) {
      items.push(item);
      size += itemBytes;
      if (items.length >= rows || size >= bytes) await flush();
    },
    async end() {
      if (items.length > 0) await flush();
      await storing;
    },
  };
}
