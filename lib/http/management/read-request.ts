import type { Context as HonoContext } from 'hono';
import type { z } from 'zod';
import { Invalid } from '@/lib/errors';
import { countMembers, countNames } from '@/lib/http/member-names';

function pathFault(text: string): string | null {
  if (text.length > 1024) return 'It is too long';
  return text.isWellFormed() && !/\p{Cc}/u.test(text) ? null : 'Control characters are not allowed';
}

/** A parameter of the path, decoded. Throws Invalid `invalid_uri` for what could be nobody's id. */
function readPathParameter(c: HonoContext, name: string): string {
  const text = c.req.param(name) ?? '';
  const fault = pathFault(text);
  if (fault === null) return text;
  throw new Invalid(`Path validation error: '${fault}' on property ${name}.`, { errorCode: 'invalid_uri' });
}

/** The parameters of the path by name. */
export function readPathParameters(c: HonoContext, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, readPathParameter(c, name)]));
}

/**
 * The query's members, each once: of two values, one would be checked and the other used somewhere. Those in `lists`
 * may be given several times and are arrays.
 */
export function readQuery(
  c: HonoContext,
  lists: ReadonlySet<string> = new Set(),
): Record<string, string | string[]> {
  if (!c.req.url.includes('?')) return {};
  const { searchParams } = new URL(c.req.url);
  const read = (name: string): string | string[] => {
    const values = searchParams.getAll(name);
    if (lists.has(name)) return values;
    if (values.length === 1) return values[0] ?? '';
    throw new Invalid(`Query validation error: 'Given more than once' on property ${name}.`, {
      errorCode: 'invalid_query_string',
    });
  };
  // Not by assignment: a member may be named __proto__.
  return Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, read(name)]));
}

function invalidBody(reason: string, cause?: unknown): Invalid {
  return new Invalid(`Payload validation error: '${reason}'.`, { errorCode: 'invalid_body', cause });
}

/**
 * The JSON of the body; undefined for an empty one that `schema` accepts. A member that is named twice is refused:
 * readers differ on which of the two they see.
 */
export async function readJson(c: HonoContext, schema: z.ZodType): Promise<unknown> {
  const text = await c.req.text();
  if (text === '' && schema.safeParse(undefined).success) return undefined;
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
