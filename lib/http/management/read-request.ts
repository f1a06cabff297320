import type { Context as HonoContext } from 'hono';
import { Invalid } from '@/lib/errors';
import { countMembers, countNames } from '@/lib/http/member-names';

function pathFault(text: string): string | null {
  if (text.length > 1024) return 'It is too long';
  return text.isWellFormed() && !/\p{Cc}/u.test(text) ? null : 'Control characters are not allowed';
}

/** The parameter of the path, decoded, or ''. Throws Invalid `invalid_uri` for what could be nobody's id. */
export function readPathParameter(c: HonoContext, name: string | undefined): string {
  const text = name === undefined ? '' : (c.req.param(name) ?? '');
  const fault = pathFault(text);
  if (fault === null) return text;
  throw new Invalid(`Path validation error: '${fault}' on property ${name}.`, { errorCode: 'invalid_uri' });
}

/** The query's members, each once: of two values, one would be checked and the other used somewhere. */
export function readQuery(c: HonoContext): Record<string, string> {
  if (!c.req.url.includes('?')) return {};
  const pairs = [...new URL(c.req.url).searchParams];
  const query = Object.fromEntries(pairs);
  if (Object.keys(query).length === pairs.length) return query;
  const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) < index);
  throw new Invalid(`Query validation error: 'Given more than once' on property ${twice?.[0]}.`, {
    errorCode: 'invalid_query_string',
  });
}

function invalidBody(reason: string, cause?: unknown): Invalid {
  return new Invalid(`Payload validation error: '${reason}'.`, { errorCode: 'invalid_body', cause });
}

/** The JSON of the body. A member that is named twice is refused: readers differ on which of the two they see. */
export async function readJson(c: HonoContext): Promise<unknown> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidBody('The body is not valid JSON', cause);
  }
  if (countNames(text) !== countMembers(value)) throw invalidBody('A property is given more than once');
  return value;
}

/** `If-Match: "7"` as a version, `*` as any; other forms are refused rather than ignored. */
export function readIfMatch(c: HonoContext): number | undefined {
  const value = c.req.header('if-match');
  if (value === undefined || value === '*') return undefined;
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(value)?.[1];
  if (version === undefined) {
    throw new Invalid('If-Match must hold the version from an ETag, such as "7".');
  }
  return Number(version);
}
