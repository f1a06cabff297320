import type { Context } from '@/lib/context';
import { listMetadataKeys } from '@/lib/users';

/** Keys of metadata that users have, as far as the actor may see them, for completion in editors. Two statements. */
export async function observedPaths(ctx: Context) {
  const [user_metadata, app_metadata] = await Promise.all([
    listMetadataKeys(ctx, { bag: 'user_metadata' }),
    listMetadataKeys(ctx, { bag: 'app_metadata' }),
  ]);
  return { user_metadata, app_metadata };
}
