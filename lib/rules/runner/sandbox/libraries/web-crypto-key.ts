import type { SharedHost } from '../shared-libraries';
import { withCode } from '../with-code';
import {
  type Algorithm,
  type AlgorithmName,
  algorithmOf,
  bytesOf,
  type CurveName,
  type HashName,
  type KeyType,
  refuse,
  type Usage,
} from './web-crypto-algorithms';

declare const annex: SharedHost;

/** What a key is for. Members that are not of its kind are not there. */
export type KeyAlgorithm = {
  readonly name: AlgorithmName;
  /** Bits of a secret. */
  readonly length?: number;
  readonly hash?: HashName;
  readonly namedCurve?: CurveName;
  readonly modulusLength?: number;
  /** As base64, the highest byte first. */
  readonly publicExponent?: string;
};

/**
 * What is behind a CryptoKey. By object, where no script has a way to: not to the bytes of a key that may not be
 * exported, and not to what it may be used for.
 */
export type KeyState = {
  readonly type: KeyType;
  readonly extractable: boolean;
  readonly algorithm: KeyAlgorithm;
  readonly usages: readonly Usage[];
  /** As base64: the bytes of a secret, PKCS #8 of a private key, SPKI of a public one. */
  readonly data: string;
};

const states = new WeakMap<object, KeyState>();
const shown = new WeakMap<object, { algorithm: object; usages: Usage[] }>();
const byUs = Symbol('made by us');

export class CryptoKey {
  constructor(...args: [token?: unknown, state?: KeyState]) {
    const [token, state] = args;
    if (token !== byUs || !state)
      throw withCode(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
    states.set(this, state);
    annex.cloneables.set(this, () => new CryptoKey(byUs, state));
  }

  get type(): KeyType {
    return stateOf(this).type;
  }
  get extractable(): boolean {
    return stateOf(this).extractable;
  }
  /** The same object each time, and a script's own to change: nothing here reads it. */
  get algorithm(): object {
    return shownOf(this).algorithm;
  }
  get usages(): Usage[] {
    return shownOf(this).usages;
  }
  get [Symbol.toStringTag](): string {
    return 'CryptoKey';
  }
}

export function stateOf(key: unknown): KeyState {
  const state = typeof key === 'object' && key !== null ? states.get(key) : undefined;
  if (!state) throw new TypeError('The key must be an instance of CryptoKey.');
  return state;
}

function shownOf(key: CryptoKey) {
  const known = shown.get(key);
  if (known) return known;
  const { algorithm, usages } = stateOf(key);
  const { hash, publicExponent, ...rest } = algorithm;
  const made = {
    algorithm: {
      ...rest,
      ...(publicExponent === undefined ? {} : { publicExponent: bytesOf(publicExponent) }),
      ...(hash === undefined ? {} : { hash: { name: hash } }),
    },
    usages: [...usages],
  };
  shown.set(key, made);
  return made;
}

/** Throws a SyntaxError of the platform where a key of this type is not for that, or, if it is no public one, for nothing. */
export function newKey(state: KeyState): CryptoKey {
  const { name } = state.algorithm;
  assertUsages(name, algorithmOf(name).usages[state.type] ?? [], state.usages);
  if (state.type !== 'public' && state.usages.length === 0)
    refuse('SyntaxError', `Usages cannot be empty when a ${state.type} key is made.`);
  return new CryptoKey(byUs, state);
}

export function assertUsages(name: AlgorithmName, allowed: readonly Usage[], asked: readonly Usage[]): void {
  if (asked.some((usage) => !allowed.includes(usage)))
    refuse('SyntaxError', `Unsupported key usage for a ${name} key`);
}

/** All that keys of an algorithm may be used for. */
export const anyUsage = ({ usages }: Algorithm): Usage[] => Object.values(usages).flat();

/** The state of a key that may be used so. */
export function keyFor(key: unknown, name: AlgorithmName, usage: Usage): KeyState {
  const state = stateOf(key);
  if (state.algorithm.name !== name) refuse('InvalidAccessError', 'Key algorithm mismatch');
  if (!state.usages.includes(usage)) refuse('InvalidAccessError', `Unable to use this key to ${usage}`);
  return state;
}
