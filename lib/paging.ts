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
