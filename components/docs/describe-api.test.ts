import { describe, expect, it } from 'vitest';
import { describeApi } from './describe-api';

const thing = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    tags: { type: 'array', items: { type: 'string', maxLength: 5 }, maxItems: 3 },
    owner: { type: 'object', properties: { name: { type: ['string', 'null'], minLength: 1 } } },
    size: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 7 },
    kind: { enum: ['a', 'b'], type: 'string' },
  },
  required: ['id'],
};

const document = {
  paths: {
    '/api/v2/things': {
      get: {
        summary: 'List things',
        security: [{ bearer: ['read:things'] }, { bearer: ['read:all'] }],
        parameters: [{ name: 'page', in: 'query', required: false, schema: { type: 'string' } }],
        responses: {
          '401': { description: 'No.' },
          '200': {
            description: 'List things',
            content: { 'application/json': { schema: { anyOf: [{ type: 'array', items: thing }, thing] } } },
          },
        },
      },
      post: {
        summary: 'Make a thing',
        requestBody: { required: true, content: { 'application/json': { schema: thing } } },
        responses: { '201': { description: 'Made' } },
      },
    },
    '/api/v2/things/{id}': { delete: { summary: 'Delete a thing', responses: {} } },
    '/api/v2/others': { get: { summary: 'Others', responses: {} } },
  },
};

const rows = (list: { name: string; type: string; depth: number }[] | undefined) =>
  list?.map(({ name, type, depth }) => [depth, name, type]);

describe('the reference', () => {
  const [things, others] = describeApi(document);

  it('has the operations by resource, each with an address of its own', () => {
    expect(things?.operations.map(({ id }) => id)).toEqual(['get-things', 'post-things', 'delete-things-id']);
    expect(others?.name).toBe('others');
    expect(things?.operations[0]?.scopes).toEqual(['read:things', 'read:all']);
  });

  it('shows each form of an answer with its members, and errors after what is good', () => {
    const [answer, error] = things?.operations[0]?.answers ?? [];
    expect([answer?.status, error?.status, error?.isError]).toEqual(['200', '401', true]);
    expect(answer?.forms).toHaveLength(2);
    expect(rows(answer?.forms[0])).toEqual([
      [0, '', 'object[]'],
      [1, 'id', 'string'],
      [1, 'tags', 'string[]'],
      [1, 'owner', 'object'],
      [2, 'name', 'string or null'],
      [1, 'size', 'whole number'],
      [1, 'kind', 'string'],
    ]);
  });

  it('says what a member must be', () => {
    const members = things?.operations[1]?.body?.forms[0] ?? [];
    const notes = Object.fromEntries(members.map((row) => [row.name, [row.isRequired, ...row.notes]]));
    expect(notes).toMatchObject({
      id: [true],
      tags: [false, 'at most 3 items'],
      size: [false, 'at least 1', 'default 7'],
      kind: [false, 'one of "a", "b"'],
    });
  });
});
