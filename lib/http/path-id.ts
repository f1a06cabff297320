import { notFound } from 'next/navigation';

/** An id from the address, as Next gives it: still percent-encoded. A malformed one is an address that does not exist. */
export function pathId(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) notFound();
    throw error;
  }
}
