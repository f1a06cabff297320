import { fold } from '@/lib/search/fold';
import type { FieldBag } from '@/lib/search/schemas';
import type { Lookup, ObservedKey, ObservedValue } from './suggestions';

/** As many as the server gives at most: fewer means that these are all. */
const whole = { keys: 50, values: 20 };

type Answers<T> = Map<string, readonly T[]>;

const nameOf = (lookup: Lookup) => (lookup.kind === 'keys' ? lookup.bag : lookup.path);
const answerId = (kind: Lookup['kind'], name: string, prefix: string) => `${kind} ${name} ${prefix}`;

/** What an answer to a shorter beginning tells of a longer one; undefined when it may have left something out. */
function fromShorter<T>(
  answers: Answers<T>,
  { kind, name, prefix }: { kind: Lookup['kind']; name: string; prefix: string },
  fits: (item: T) => boolean,
): T[] | undefined {
  for (let length = prefix.length; length >= 0; length--) {
    const found = answers.get(answerId(kind, name, prefix.slice(0, length)));
    if (!found) continue;
    if (length === prefix.length || found.length < whole[kind]) return found.filter(fits);
  }
  return undefined;
}

/** What the server has told of metadata so far, so that it is asked once and no more than is needed. */
export function makeObserved() {
  const keyAnswers: Answers<ObservedKey> = new Map();
  const valueAnswers: Answers<ObservedValue> = new Map();

  const keys = (bag: FieldBag, prefix: string) =>
    fromShorter(keyAnswers, { kind: 'keys', name: bag, prefix: fold(prefix) }, ({ path }) =>
      fold(path).startsWith(fold(prefix)),
    );

  const values = (path: string, prefix: string) =>
    fromShorter(valueAnswers, { kind: 'values', name: path, prefix }, ({ value }) =>
      value.startsWith(prefix),
    );

  /** Values come from a sample: a longer beginning of which nothing is known may still be somebody's. */
  const isKnown = (lookup: Lookup) => {
    if (lookup.kind === 'keys') return keys(lookup.bag, lookup.prefix) !== undefined;
    if (valueAnswers.has(answerId('values', lookup.path, lookup.prefix))) return true;
    return (values(lookup.path, lookup.prefix)?.length ?? 0) > 0;
  };

  const store = (lookup: Lookup, answer: readonly (ObservedKey | ObservedValue)[]) => {
    const prefix = lookup.kind === 'keys' ? fold(lookup.prefix) : lookup.prefix;
    const id = answerId(lookup.kind, nameOf(lookup), prefix);
    if (lookup.kind === 'keys') keyAnswers.set(id, answer as readonly ObservedKey[]);
    else valueAnswers.set(id, answer as readonly ObservedValue[]);
  };

  /** What to ask: nothing of which the answer to a shorter beginning, which is to be asked too, may tell all. */
  const missing = (lookups: readonly Lookup[]) => {
    const unknown = lookups.filter((each) => !isKnown(each));
    return unknown.filter(
      (each) =>
        !unknown.some(
          (other) =>
            other.kind === each.kind &&
            nameOf(other) === nameOf(each) &&
            other.prefix.length < each.prefix.length &&
            each.prefix.startsWith(other.prefix),
        ),
    );
  };

  return { keys, values, store, missing };
}

export type Observed = ReturnType<typeof makeObserved>;
