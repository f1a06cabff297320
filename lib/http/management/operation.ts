import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { authorize, type Scope } from '@/lib/access';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { parseInput } from '@/lib/input';
import { authenticate } from './authenticate';
import { noteCaller } from './errors';
import { readIfMatch, readJson, readPathParameter, readQuery } from './read-request';
import { register } from './register';

export type ManagementApp = OpenAPIHono;

type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };

/** What a route promises. OpenAPI is read off it; tests check each answer against `responses`. */
export type Declaration = {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** OpenAPI form, with one parameter at most: `/users/{id}`. */
  path: string;
  summary: string;
  /** Any of these opens the route; the verb decides the rest. */
  scopes: Scope[];
  /** Without one, the query must be empty. */
  query?: z.ZodObject | undefined;
  body?: z.ZodType | undefined;
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
    /** `id` is the parameter of the path. */
    input: { id: string; query: Parsed<Q>; body: Parsed<B>; ifMatch: number | undefined },
  ) => Promise<Answer>;
};

const noQuery = z.strictObject({});

/** An answer outside its declaration is a defect: loud in development and tests, never in front of a caller. */
function assertDeclared({ path, responses }: Declaration, status: number, body: unknown): void {
  if (env().NODE_ENV === 'production') return;
  const schema = responses[status];
  if (schema === undefined) throw new Error(`${path} answered the undeclared status ${status}.`);
  schema?.parse(body);
}

/** Serves the operation and registers its declaration. */
export function declare<Q extends z.ZodObject | undefined, B extends z.ZodType | undefined>(
  app: ManagementApp,
  operation: Operation<Q, B>,
): void {
  const { method, path, scopes, query = noQuery, body } = operation;
  register(app, operation);
  const parameter = /\{(\w+)\}/.exec(path)?.[1];
  app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const ctx = await authenticate(c);
    noteCaller(c, ctx);
    authorize(ctx, ...scopes);
    const input = {
      id: readPathParameter(c, parameter),
      query: parseInput(query, readQuery(c), 'query') as Parsed<Q>,
      body: (body ? parseInput(body, await readJson(c)) : undefined) as Parsed<B>,
      ifMatch: operation.conditional ? readIfMatch(c) : undefined,
    };
    const answer = await operation.handle(ctx, input);
    const status = answer.status ?? 200;
    assertDeclared(operation, status, answer.body);
    const headers = { 'cache-control': 'no-cache', ...answer.headers };
    if (answer.body === undefined) return c.body(null, status as 204, headers);
    return c.json(answer.body as object, status as 200, headers);
  });
}
