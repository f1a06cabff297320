import { Invalid } from '@/lib/errors';
import { type QueryFault, queryFault } from './schemas';

/** Throws the one error of this domain for a query that cannot be answered: 400 `invalid_query_string`. */
export function refuseQuery(message: string, fault: QueryFault): never {
  throw new Invalid(message, { errorCode: 'invalid_query_string', data: { ...fault } });
}

/** What `refuseQuery` threw, as a value; anything else is thrown on. */
export function refusalOf(error: unknown): { message: string; fault: QueryFault } {
  if (!(error instanceof Invalid)) throw error;
  return { message: error.message, fault: queryFault.parse(error.data) };
}

/** At most this much of a query is repeated in an error. */
const quotedUnits = 40;

export function quoted(text: string): string {
  return text.length > quotedUnits ? `"${text.slice(0, quotedUnits)}…"` : `"${text}"`;
}
