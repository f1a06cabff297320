import { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';

/** Deeper values are refused before anything walks them by recursion; metadata has a lower limit of its own. */
const maxDepth = 100;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** Why the value is no JSON object that we take, or null. Walks level by level, so that no depth can exhaust the stack. */
function faultOf(value: unknown): string | null {
  if (!isObject(value)) return 'Expected an object';
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return `Nested deeper than ${maxDepth} levels`;
    const inner = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
    if (inner.some((item) => typeof item !== 'object' && !isScalar(item))) return 'Expected JSON values only';
    level = inner.filter((item) => typeof item === 'object' && item !== null);
  }
  return null;
}

/** Any JSON object; what a bag may hold is decided by `lib/metadata`. */
export const jsonObject = z
  .custom<JsonObject>((value) => faultOf(value) === null, {
    error: ({ input }) => faultOf(input) ?? 'Expected an object',
  })
  .meta({ type: 'object' });
