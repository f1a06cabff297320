/**
 * Which part of a list a caller wants: by number, or what follows an item in the order of ids. A list verb takes one
 * and gives a `Part`; the total is counted only when it is asked for, in the same statement or beside it.
 */
export type Slice =
  | { by: 'number'; offset: number; limit: number; withTotal: boolean }
  /** `after` is the id of the last item seen; null starts from the beginning. */
  | { by: 'id'; after: string | null; limit: number };

export type Part<T> = { items: T[]; total?: number | undefined };

/** The whole of a list that is short by its nature. */
export const everything: Slice = { by: 'number', offset: 0, limit: 1_000_000, withTotal: false };

/** Where a page begins, for OFFSET: a slice by id begins after its id. */
export function offsetOf(slice: Slice): number {
  return slice.by === 'number' ? slice.offset : 0;
}

/** The id that a page follows, if it follows one. */
export function afterOf(slice: Slice): string | null {
  return slice.by === 'id' ? slice.after : null;
}

/** The items of a page, and beside them the count when the slice asks for it. */
export async function partOf<T>(
  slice: Slice,
  items: PromiseLike<T[]>,
  count: () => PromiseLike<number>,
): Promise<Part<T>> {
  const wantsTotal = slice.by === 'number' && slice.withTotal;
  const [page, total] = await Promise.all([items, wantsTotal ? count() : undefined]);
  return { items: page, total };
}
