/** Puts the members of the second object on the first, if there are both, and gives the first. */
export function library(target: unknown, source: unknown): unknown {
  return target && source ? Object.assign(Object(target), source) : target;
}
