import { headers } from 'next/headers';
import { env } from '@/lib/env';

/**
 * Whether a page of ours sent this POST. Browsers name the origin with every one; whoever leaves it out, or hides it
 * (`null`, which Next lets through), is refused. Every action and route that changes something asks.
 */
export async function isFromOurPages(): Promise<boolean> {
  return (await headers()).get('origin') === env().ANNEX_URL;
}
