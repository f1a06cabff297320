import { z } from 'zod';

/** PostgreSQL holds neither of the two. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const unstorable = 'U+0000 and unpaired surrogates are not allowed';

/** Any text of so many characters. */
export const text = (most: number) => z.string().max(most).refine(isStorable, unstorable);

const maxDepth = 20;

/** Why the value cannot be kept as JSON, or null. Walks level by level, so that no depth can exhaust the stack. */
function faultOf(value: unknown): string | null {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return `Nested deeper than ${maxDepth} levels`;
    if (level.some((item) => typeof item === 'string' && !isStorable(item))) return unstorable;
    const objects = level.filter((item): item is object => typeof item === 'object' && item !== null);
    if (objects.some((item) => Object.keys(item).some((key) => !isStorable(key)))) return unstorable;
    level = objects.flatMap((item) => Object.values(item));
  }
  return null;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object of any shape that can be kept. */
export const anyObject = z
  .custom<{ [key: string]: Json }>((value) => isObject(value) && faultOf(value) === null, {
    error: ({ input }) => (isObject(input) ? faultOf(input) : null) ?? 'Expected an object',
  })
  .meta({ type: 'object' });

/** A member that the contract has and that no request may use here, with the reason. */
export const refused = (reason: string) =>
  z
    .custom<never>(() => false, reason)
    .meta({ type: 'object' })
    .optional();

const noScript = /^(javascript|data|vbscript|file|blob):$/;

/** An absolute address with a scheme that cannot run script; no fragment (RFC 6749 section 3.1.2). */
export const redirectUrl = text(2048).refine((value) => {
  const url = URL.parse(value);
  return url !== null && !noScript.test(url.protocol) && url.hash === '';
}, 'An address such as https://app.example.com/callback is needed, without a fragment');

/** Where scripts may come from; any address of the origin names it, as in the contract. */
export const originUrl = text(512).refine((value) => {
  const url = URL.parse(value);
  return url !== null && !noScript.test(url.protocol);
}, 'An origin such as https://app.example.com is needed');

/** An https address, or the empty text for none. */
export const httpsUrl = text(2048).refine(
  (value) => value === '' || URL.parse(value)?.protocol === 'https:',
  'An https address is needed',
);

/** A web address, or the empty text for none. */
export const webUrl = text(2048).refine(
  (value) => value === '' || /^https?:$/.test(URL.parse(value)?.protocol ?? ''),
  'A web address is needed',
);
