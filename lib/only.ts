import { z } from 'zod';

const refusal = (value: string | boolean | null, what: string) => ({
  error: `Annex has no ${what}; only ${value} is accepted`,
});

/**
 * The one value of a member that Annex can honour: what it does anyhow. Any other asks for `what`, and is refused in
 * those words rather than passed over.
 */
export function only<T extends string | boolean>(value: T, what: string) {
  return z.literal(value, refusal(value, what));
}

/** `only` for a member that must be null. */
export function onlyNull(what: string) {
  return z.null(refusal(null, what));
}
