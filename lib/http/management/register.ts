import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { queryFault } from '@/lib/search/schemas';
import type { Declaration } from './operation';

const error = z.strictObject({
  statusCode: z.number(),
  error: z.string(),
  message: z.string(),
  errorCode: z.string().optional(),
  ...queryFault.partial().shape,
});

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });

const described = (description: string, schema: z.ZodType = error) => ({ description, ...json(schema) });

function errorResponses({ path, body, conditional }: Declaration) {
  const stale = 'The object is not at the version of `If-Match`; the answer shows it as it is now.';
  return Object.fromEntries([
    [400, described('The request breaks a rule, which `message` names.')],
    [401, described('The access token is missing or not good.')],
    [403, described('The access token holds none of the scopes, or may not do this to this object.')],
    ...(path.includes('{') ? [[404, described('There is no such object.')]] : []),
    ...(body ? [[409, described('It collides with something that exists.')]] : []),
    ...(conditional ? [[412, described(stale, error.loose())]] : []),
    ...(body ? [[413, described('The body is too large.')]] : []),
  ]);
}

/** Names the API's only way in. Once an app. */
export function registerSecurity(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
}

/** Puts an operation into the app's OpenAPI registry: all that a caller may say and all that may be answered. */
export function register(app: OpenAPIHono, operation: Declaration): void {
  const { method, path, summary, scopes, query, body, upload, responses, conditional } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  app.openAPIRegistry.registerPath({
    method,
    path: `/api/v2${path}`,
    summary,
    // Each alone opens the operation.
    security: scopes.map((scope) => ({ bearer: [scope] })),
    request: {
      ...(names.length > 0
        ? { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }
        : {}),
      ...(query ? { query } : {}),
      ...(conditional ? { headers: z.object({ 'If-Match': z.string().optional() }) } : {}),
      ...(body ? { body: { required: !body.safeParse(undefined).success, ...json(body) } } : {}),
      ...(upload ? { body: { required: true, content: { [upload]: { schema: z.object({}) } } } } : {}),
    },
    responses: {
      ...errorResponses(operation),
      ...Object.fromEntries(
        Object.entries(responses).map(([status, schema]) => [
          status,
          { description: summary, ...(schema ? json(schema) : {}) },
        ]),
      ),
    },
  });
}
