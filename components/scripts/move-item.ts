/** The list with one item moved to stand before or after another. */
export function moveBeside<T>(items: readonly T[], moved: T, target: T, side: 'before' | 'after'): T[] {
  if (moved === target) return [...items];
  const rest = items.filter((item) => item !== moved);
  const at = rest.indexOf(target);
  if (at < 0) return [...items];
  return rest.toSpliced(side === 'before' ? at : at + 1, 0, moved);
}

/** The list with one item a place further up (-1) or down (1); the same list at either end. */
export function moveBy<T>(items: readonly T[], moved: T, step: -1 | 1): T[] {
  const from = items.indexOf(moved);
  const to = from + step;
  if (from < 0 || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(from, 1).toSpliced(to, 0, moved);
}
