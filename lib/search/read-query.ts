import { checkQuery } from './check';
import { refusalOf } from './fail';
import { parseQuery } from './parse';
import type { QueryFault } from './schemas';
import type { Tree } from './tree';

/** A query as far as it can be judged without the users: what it says, or where it goes wrong. */
export type ReadQuery = { ok: true; tree: Tree } | { ok: false; message: string; fault: QueryFault };

/**
 * Reads and checks a query as the server would for an administrator, without throwing. Pure, for the browser too, so
 * that faults show while somebody types; the server has the last word. `isStrict`: with Auth0's refusals.
 */
export function readQuery(text: string, { isStrict = false } = {}): ReadQuery {
  try {
    const tree = parseQuery(text);
    checkQuery(tree, { rights: { userMetadata: true, appMetadata: true, roles: true }, strict: isStrict });
    return { ok: true, tree };
  } catch (error) {
    return { ok: false, ...refusalOf(error) };
  }
}
