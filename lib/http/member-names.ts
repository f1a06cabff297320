/** How many members a JSON text names, those of inner objects and repeated names counted. The text must be JSON. */
export function countNames(json: string): number {
  return [...json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)].filter((match) => match[1] !== undefined)
    .length;
}

/** How many members a value has, those of inner objects counted. Walks level by level: no depth exhausts the stack. */
export function countMembers(value: unknown): number {
  let count = 0;
  let level = [value];
  while (level.length > 0) {
    const objects = level.filter((item) => typeof item === 'object' && item !== null);
    const inner = objects.map((item) => Object.values(item));
    count += objects.reduce(
      (sum, item, index) => sum + (Array.isArray(item) ? 0 : (inner[index]?.length ?? 0)),
      0,
    );
    level = inner.flat();
  }
  return count;
}
