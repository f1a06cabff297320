import { describe, expect, it } from 'vitest';
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
