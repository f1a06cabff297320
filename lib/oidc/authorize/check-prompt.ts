import { invalidRequest } from '../errors';
import type { Parameters } from '../parameters';

const known = new Set(['none', 'login', 'consent', 'select_account']);

/** `none` stands alone (Core section 3.1.2.1). */
export function checkPrompt(parameters: Parameters): { prompt: string[] } {
  const prompt = [...new Set((parameters.get('prompt') ?? '').split(' ').filter(Boolean))];
  const unknown = prompt.find((value) => !known.has(value));
  if (unknown !== undefined) throw invalidRequest(`Unsupported prompt: ${unknown}`);
  if (prompt.includes('none') && prompt.length > 1) throw invalidRequest('prompt=none must stand alone.');
  return { prompt };
}

export function checkMaxAge(parameters: Parameters): { maxAge: number | null } {
  const value = parameters.get('max_age');
  if (value === undefined) return { maxAge: null };
  if (!/^\d{1,9}$/.test(value)) throw invalidRequest('max_age must be a number of seconds.');
  return { maxAge: Number(value) };
}
