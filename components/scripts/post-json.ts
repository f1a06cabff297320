import { z } from 'zod';
import type { ActionResult } from '@/lib/http/schemas';

const success = z.object({ ok: z.literal(true), data: z.unknown() });
const failure = z.object({ ok: z.literal(false), message: z.string() });

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
  if (refused.success) return { ok: false, code: 'unexpected', message: refused.data.message };
  return { ok: true, data: schema.parse(success.parse(answer).data) };
}
