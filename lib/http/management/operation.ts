import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { authorize, type Scope } from '@/lib/access';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { webStream } from '@/lib/http/web-stream';
import { parseInput } from '@/lib/input';
import { answerHeaders } from './answer-headers';
import { noteApiCall, recordSecretRead } from './audit';
import { authenticate } from './authenticate';
import { readIfMatch, readJson, readPathParameters, readQuery } from './read-request';
import { register } from './register';

export type ManagementApp = OpenAPIHono;

type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

type Answer = {
  status?: number;
  body?: unknown;
  /** In place of a body: an array of JSON that may be long, written as it comes. */
  items?: AsyncIterable<unknown>;
  headers?: Record<string, string>;
};

/** What a route promises. OpenAPI is read off it; tests check each answer against `responses`. */
export type Declaration = {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** OpenAPI form: `/users/{id}`. */
  path: string;
  summary: string;
  /** Any of these opens the route; the verb decides the rest. */
  scopes: Scope[];
  /** Without one, the query must be empty. */
  query?: z.ZodObject | undefined;
  /** JSON. One that accepts undefined may be left out. */
  body?: z.ZodType | undefined;
  /** The handler reads the body itself, as a stream of this media type; no limit of size holds before it does. */
  upload?: 'multipart/form-data';
  /** Whether `If-Match` is heeded. */
  conditional?: true;
  /** Status to schema; null for an empty answer. Error statuses are common to all and not listed. */
  responses: Record<number, z.ZodType | null>;
};

type Operation<Q extends z.ZodObject | undefined, B extends z.ZodType | undefined> = Declaration & {
  query?: Q;
  body?: B;
  handle: (
    ctx: Context,
    /** `id` is the first parameter of the path. */
    input: {
      id: string;
      params: Record<string, string>;
      query: Parsed<Q>;
      body: Parsed<B>;
      ifMatch: number | undefined;
      request: Request;
    },
  ) => Promise<Answer>;
};

const noQuery = z.strictObject({});

function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

/** Members of a query that may be given several times: those that the schema types as arrays. */
function repeatable(query: z.ZodObject): Set<string> {
  const members = Object.entries(query.shape).filter(([, schema]) => isList(schema));
  return new Set(members.map(([name]) => name));
}

/** An answer outside its declaration is a defect: loud in development and tests, never in front of a caller. */
function assertDeclared({ path, responses }: Declaration, status: number, body: unknown): void {
  if (env().NODE_ENV === 'production') return;
  const schema = responses[status];
  if (schema === undefined) throw new Error(`${path} answered the undeclared status ${status}.`);
  schema?.parse(body);
}

/** The body of `items`; each is checked as it goes. */
async function* arrayText(operation: Declaration, status: number, items: AsyncIterable<unknown>) {
  let before = '[';
  for await (const item of items) {
    assertDeclared(operation, status, [item]);
    yield Buffer.from(`${before}${JSON.stringify(item)}`);
    before = ',';
  }
  yield Buffer.from(before === '[' ? '[]' : ']');
}

/** Serves the operation and registers its declaration. */
export function declare<Q extends z.ZodObject | undefined, B extends z.ZodType | undefined>(
  app: ManagementApp,
  operation: Operation<Q, B>,
): void {
  const { method, path, scopes, query = noQuery, body } = operation;
  register(app, operation);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const lists = repeatable(query);
  app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const ctx = await authenticate(c);
    authorize(ctx, ...scopes);
    const params = readPathParameters(c, names);
    const sent = { query: readQuery(c, lists), body: body ? await readJson(c, body) : undefined };
    const input = {
      id: params[names[0] ?? ''] ?? '',
      params,
      query: parseInput(query, sent.query, 'query') as Parsed<Q>,
      body: (body ? parseInput(body, sent.body) : undefined) as Parsed<B>,
      request: c.req.raw,
      ifMatch: operation.conditional ? readIfMatch(c) : undefined,
    };
    const answer = await operation.handle(noteApiCall(c, ctx, operation, sent), input);
    const status = answer.status ?? 200;
    const headers = { ...answerHeaders(c), 'cache-control': 'no-cache', ...answer.headers };
    if (answer.items) {
      const stream = webStream(arrayText(operation, status, answer.items));
      return new Response(stream, { status, headers: { 'content-type': 'application/json', ...headers } });
    }
    assertDeclared(operation, status, answer.body);
    if (answer.body === undefined) return new Response(null, { status, headers });
    const text = JSON.stringify(answer.body);
    if (method === 'get') await recordSecretRead(c, ctx, { body: answer.body, text });
    return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } });
  });
}
