import type { Context } from '@/lib/context';
import type { SearchRights } from '@/lib/search';
import { tenantSettings } from '@/lib/settings';
import { searchRights } from './gate';

type SearchTerms = { rights: SearchRights; strict: boolean; sortKeys: string[] };

/** On what terms the actor searches: what they may read, and whether the tenant wants Auth0's refusals. */
export async function searchTerms(ctx: Context): Promise<SearchTerms> {
  const { strictSearch, searchSortKeys } = await tenantSettings(ctx);
  return { rights: searchRights(ctx.actor), strict: strictSearch, sortKeys: searchSortKeys };
}
