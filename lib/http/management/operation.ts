import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import type { z } from 'zod';
import { authorize, type Scope } from '@/lib/access';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { authenticate } from './authenticate';

export type ManagementApp = OpenAPIHono;

type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };

/** What a route promises. OpenAPI is read off it; tests check each answer against `responses`. */
export type Operation<Q extends z.ZodType | undefined, B extends z.ZodType | undefined> = {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** OpenAPI form: `/users/{id}`. */
  path: string;
  summary: string;
  /** Any of these opens the route; the verb decides the rest. */
  scopes: Scope[];
  query?: Q;
  body?: B;
  /** Status to schema; null for an empty answer. Error statuses are common to all and not listed. */
  responses: Record<number, z.ZodType | null>;
  handle: (
    ctx: Context,
    input: { id: string; query: Parsed<Q>; body: Parsed<B>; ifMatch: number | undefined },
  ) => Promise<Answer>;
};

async function jsonBody(c: HonoContext): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (cause) {
    throw new Invalid("Payload validation error: 'The body is not valid JSON'.", {
      errorCode: 'invalid_body',
      cause,
    });
  }
}

/** `If-Match: "7"` as a version; any other form is refused rather than ignored. */
function ifMatch(c: HonoContext): number | undefined {
  const value = c.req.header('if-match');
  if (value === undefined) return undefined;
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(value)?.[1];
  if (version === undefined) throw new Invalid('If-Match must hold the version from an ETag, such as "7".');
  return Number(version);
}

/** An answer outside its declaration is a defect: loud in development and tests, never in front of a caller. */
function assertDeclared(
  operation: { path: string; responses: Record<number, z.ZodType | null> },
  status: number,
  body: unknown,
) {
  if (env().NODE_ENV === 'production') return;
  const schema = operation.responses[status];
  if (schema === undefined) throw new Error(`${operation.path} answered the undeclared status ${status}.`);
  schema?.parse(body);
}

/** Serves the operation and registers its declaration. */
export function declare<Q extends z.ZodType | undefined, B extends z.ZodType | undefined>(
  app: ManagementApp,
  operation: Operation<Q, B>,
): void {
  const { method, path, scopes, query, body } = operation;
  app.openAPIRegistry.registerPath({
    method,
    path: `/api/v2${path}`,
    summary: operation.summary,
    security: [{ bearer: scopes }],
    ...(body ? { request: { body: { content: { 'application/json': { schema: body } } } } } : {}),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, schema]) => [
        status,
        {
          description: operation.summary,
          ...(schema ? { content: { 'application/json': { schema } } } : {}),
        },
      ]),
    ),
  });
  app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const ctx = await authenticate(c);
    authorize(ctx, ...scopes);
    const input = {
      id: c.req.param('id') ?? '',
      query: (query ? parseInput(query, c.req.query(), 'query') : undefined) as Parsed<Q>,
      body: (body ? parseInput(body, await jsonBody(c)) : undefined) as Parsed<B>,
      ifMatch: ifMatch(c),
    };
    const answer = await operation.handle(ctx, input);
    const status = answer.status ?? 200;
    assertDeclared(operation, status, answer.body);
    const headers = { 'cache-control': 'no-cache', ...answer.headers };
    if (answer.body === undefined) return c.body(null, status as 204, headers);
    return c.json(answer.body as object, status as 200, headers);
  });
}
