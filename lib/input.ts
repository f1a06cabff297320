import type { z } from 'zod';
import { type ErrorOptions, Invalid } from './errors';

type Part = 'body' | 'query' | 'path';

const words: Record<Part, { title: string; errorCode: string }> = {
  body: { title: 'Payload', errorCode: 'invalid_body' },
  query: { title: 'Query', errorCode: 'invalid_query_string' },
  path: { title: 'Path', errorCode: 'invalid_uri' },
};

function describeIssue(issue: z.core.$ZodIssue): { path: string; reason: string } {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return { path, reason: `Additional properties not allowed: ${issue.keys.join(',')}`.slice(0, 500) };
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    const parent = issue.path.slice(0, -1).map(String).join('.');
    return { path: parent, reason: `Missing required property: ${String(issue.path.at(-1) ?? '')}` };
  }
  return { path, reason: issue.message };
}

/** The refusal of one property, in the contract's wording (`reference/management-api.md` 1.4). */
export function invalidProperty(
  property: string,
  reason: string,
  options: Pick<ErrorOptions, 'fields' | 'data'> = {},
): Invalid {
  return new Invalid(`Payload validation error: '${reason}' on property ${property}.`, {
    errorCode: words.body.errorCode,
    fields: { [property]: reason },
    ...options,
  });
}

/**
 * The value as the schema types it, or Invalid in the contract's wording (`reference/management-api.md` 1.4), naming
 * the first fault in the message and every faulty field in `fields`.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, part: Part = 'body'): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { title, errorCode } = words[part];
  const faults = result.error.issues.map(describeIssue);
  const first = faults[0] ?? { path: '', reason: 'It is not valid' };
  const where = first.path === '' ? '' : ` on property ${first.path}`;
  throw new Invalid(`${title} validation error: '${first.reason}'${where}.`, {
    errorCode,
    fields: Object.fromEntries(
      result.error.issues.map((issue) => [issue.path.map(String).join('.'), describeIssue(issue).reason]),
    ),
    // Not the ZodError: it holds the input, and with it passwords, and causes are logged.
    detail: faults.map(({ path, reason }) => `${path}: ${reason}`).join('; '),
  });
}
