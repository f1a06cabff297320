import { z } from 'zod';

const word = z.string().max(100);

const shape = z.object({
  name: word,
  version: word.optional(),
  env: z.record(z.string().max(50), word).optional(),
});

/**
 * What an SDK says of itself in `Auth0-Client`, base64 of JSON (`reference/authentication-api.md` 1), as JSON text.
 * Null for anything else: callers may write there what they like.
 */
export function readAuth0Client(header: string | undefined): string | null {
  if (!header || header.length > 1024) return null;
  const text = Buffer.from(header, 'base64').toString();
  if (!/^\{[^\0]*\}$/.test(text) || /\\u0000|\\u[dD][89a-fA-F]/.test(text)) return null;
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? JSON.stringify(parsed.data) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
