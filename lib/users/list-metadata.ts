import type { Context } from '@/lib/context';
import {
  type MetadataPath,
  type MetadataValue,
  listMetadataKeys as observedKeys,
  listMetadataValues as observedValues,
} from '@/lib/search';
import type { FieldBag } from '@/lib/search/schemas';
import { searchRights } from './gate';

/** Paths of metadata that users have, as the actor may see them; see `lib/search/list-metadata-keys.ts`. */
export function listMetadataKeys(
  ctx: Context,
  { bag, prefix = '' }: { bag: FieldBag; prefix?: string },
): Promise<MetadataPath[]> {
  return observedKeys(ctx, { bag, prefix, rights: searchRights(ctx.actor) });
}

/** Values that users have at a path, as the actor may see them; see `lib/search/list-metadata-values.ts`. */
export function listMetadataValues(
  ctx: Context,
  { path, prefix = '' }: { path: string; prefix?: string },
): Promise<MetadataValue[]> {
  return observedValues(ctx, { path, prefix, rights: searchRights(ctx.actor) });
}
