import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { managementScopes, selfScopes } from '@/lib/access';
import { managementApp } from '@/lib/http/management';

const document = managementApp().getOpenAPI31Document({
  openapi: '3.1.0',
  info: { title: 'Management API', version: '2' },
});

const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as object).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, path, operation] as const,
  ),
);

type Parameter = { name: string; in: string };

/** Where a schema lets members through that it does not name. Maps, whose keys are data, are not meant. */
function openPlaces(schema: unknown, place: string): string[] {
  if (schema instanceof z.ZodObject) {
    const isClosed = schema.def.catchall instanceof z.ZodNever;
    const inside = Object.entries(schema.shape).flatMap(([name, member]) =>
      openPlaces(member, `${place}.${name}`),
    );
    return isClosed ? inside : [place, ...inside];
  }
  if (schema instanceof z.ZodArray) return openPlaces(schema.element, `${place}[]`);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option, index) => openPlaces(option, `${place}|${index}`));
  if (schema instanceof z.ZodRecord) return openPlaces(schema.valueType, `${place}{}`);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return openPlaces(schema.unwrap(), place);
  if (schema instanceof z.ZodPipe) return openPlaces(schema.in, place);
  return [];
}

describe('what is answered', () => {
  const routes = managementApp().openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route] : [],
  );

  it('has closed schemas, so that a member that nobody declared fails the test that meets it', () => {
    const open = routes.flatMap(({ method, path, responses }) =>
      Object.entries(responses).flatMap(([status, response]) => {
        if (!response || !('content' in response) || Number(status) >= 400) return [];
        const media = response.content?.['application/json'];
        return media && 'schema' in media ? openPlaces(media.schema, `${method} ${path} ${status}`) : [];
      }),
    );
    expect(open).toEqual([]);
    expect(routes.length).toBeGreaterThan(100);
  });
});

describe('the OpenAPI description', () => {
  it('has operations, each once', () => {
    const names = operations.map(([name]) => name);
    expect(names).toContain('PATCH /api/v2/users/{id}');
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(operations)('%s names its parameters, scopes and answers', (name, path, operation) => {
    const { parameters = [], security, responses, requestBody } = operation;
    const inPath = parameters.filter((each: Parameter) => each.in === 'path');
    expect(inPath.map((each: Parameter) => `{${each.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    const scopes = security.flatMap((need: { bearer: string[] }) => need.bearer);
    expect(scopes.length).toBeGreaterThan(0);
    const known: readonly string[] = [...managementScopes, ...selfScopes];
    expect(scopes.filter((scope: string) => !known.includes(scope))).toEqual([]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403']));
    expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    if (/^(PATCH|GET)/.test(name)) expect(requestBody !== undefined).toBe(name.startsWith('PATCH'));
  });

  it('declares the query of the lists, and If-Match where it is heeded', () => {
    const parametersOf = (wanted: string) =>
      operations
        .find(([name]) => name === wanted)?.[2]
        .parameters.map(({ name, in: place }: Parameter) => `${place} ${name}`);
    expect(parametersOf('GET /api/v2/users')).toEqual([
      'query page',
      'query per_page',
      'query include_totals',
      'query sort',
      'query q',
      'query search_engine',
      'query primary_order',
      'query from',
      'query take',
      'query fields',
      'query include_fields',
    ]);
    expect(parametersOf('PATCH /api/v2/users/{id}')).toEqual(['path id', 'header If-Match']);
    expect(parametersOf('PATCH /api/v2/rules/{id}')).toEqual(['path id', 'header If-Match']);
  });

  it('says how one signs in', () => {
    expect(document.components?.securitySchemes).toEqual({
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    });
  });
});
