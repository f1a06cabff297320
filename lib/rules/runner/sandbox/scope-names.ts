import type { CodeForm } from '../protocol';

export const timerNames = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
] as const;

/** What is on the global object as well. */
export const globalNames = ['console', ...timerNames] as const;

const commonNames = ['require', ...globalNames] as const;

const scopeNames = {
  rule: [...commonNames, 'configuration', 'auth0'],
  action: [...commonNames, 'module', 'exports'],
} as const;

/** A name that belongs to one run. */
export type ScopeName = (typeof scopeNames)[CodeForm][number];

export const isScopeName = (name: string): name is ScopeName =>
  [...scopeNames.rule, ...scopeNames.action].some((known) => known === name);

/** The names that a source can reach: those in its text, and all where a text may come about as it runs. */
export function namesIn(form: CodeForm, code: string): readonly ScopeName[] {
  const names: readonly ScopeName[] = scopeNames[form];
  return /\beval\b|\\u/.test(code) ? names : names.filter((name) => code.includes(name));
}
