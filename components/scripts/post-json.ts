import { z } from 'zod';
import type { ActionResult } from '@/lib/http/schemas';

const success = z.object({ ok: z.literal(true), data: z.unknown() });
const failure = z.object({
  ok: z.literal(false),
  message: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});

/** What is wrong with the code itself is said in its own words; of the rest the message names the place. */
const saidOf = ({ message, fields = {} }: z.output<typeof failure>): string =>
  fields.script ?? fields.code ?? message;

/** Asks a path of this site that `jsonPost` serves. Rejects where it cannot be reached or answers something else. */
export async function postJson<T extends z.ZodType>(
  path: string,
  input: object,
  { schema, signal }: { schema: T; signal?: AbortSignal },
): Promise<ActionResult<z.output<T>>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  const answer: unknown = await response.json();
  const refused = failure.safeParse(answer);
  if (refused.success) return { ok: false, code: 'unexpected', message: saidOf(refused.data) };
  return { ok: true, data: schema.parse(success.parse(answer).data) };
}
