import type { Context as HonoContext } from 'hono';
import { countNames } from '@/lib/http/member-names';
import { invalidRequest, OAuthError, type Parameters, readParameters } from '@/lib/oidc';

/** No request of the protocol needs more. */
export const maxQueryLength = 16_384;
export const maxBodyBytes = 65_536;

/** The query of the request, each parameter once. */
export function queryParameters(c: HonoContext): Parameters {
  const { search, searchParams } = new URL(c.req.url);
  if (search.length > maxQueryLength) throw invalidRequest('The request is too long.');
  return readParameters(searchParams);
}

function* jsonPairs(body: object): Generator<[string, string]> {
  for (const [name, value] of Object.entries(body)) {
    if (value === null) continue;
    if (typeof value !== 'string') throw invalidRequest(`The parameter ${name} must be a string.`);
    yield [name, value];
  }
}

/** The JSON object of a body. Throws `invalid_request` for anything else. */
export function parseObject(text: string): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new OAuthError('invalid_request', 'The body is not valid JSON.', { cause });
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidRequest('The body must be an object.');
  }
  return body;
}

function jsonParameters(text: string): Parameters {
  const body = parseObject(text);
  const parameters = readParameters(jsonPairs(body));
  // JSON.parse keeps the last of two members with one name, where a form would be refused
  if (countNames(text) !== Object.keys(body).length) throw invalidRequest('A parameter was given twice.');
  return parameters;
}

/** Whether the body is JSON rather than a form; any other type is refused. */
export function isJson(c: HonoContext): boolean {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') return true;
  if (type === 'application/x-www-form-urlencoded') return false;
  throw invalidRequest('The body must be application/x-www-form-urlencoded or application/json.');
}

/** The parameters of a form or JSON body, each once. The door limits the body's size. */
export async function bodyParameters(c: HonoContext): Promise<Parameters> {
  const json = isJson(c);
  const text = await c.req.text();
  return json ? jsonParameters(text) : readParameters(new URLSearchParams(text));
}

/** As `bodyParameters`; a request without a body has none. */
export async function optionalBodyParameters(c: HonoContext): Promise<Parameters> {
  return c.req.header('content-type') === undefined ? new Map() : bodyParameters(c);
}
