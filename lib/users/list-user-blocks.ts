import { authorize } from '@/lib/access';
import { knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { type BlocksOf, fetchBlocks } from './blocks-of';

/** A brute-force block as the contract shows it; `ip` is the /64 of an IPv6 address. */
export type BlockView = { identifier: string; ip: string; connection: string };

/**
 * From which addresses too many wrong passwords came, so that they may try no more for now
 * (`reference/management-api.md` 8.3). `onlyProtected`: not in connections without brute-force protection, where the
 * block has no effect any more. Throws NotFound for a user who is not there.
 */
export async function listUserBlocks(
  ctx: Context,
  of: BlocksOf,
  { onlyProtected = false }: { onlyProtected?: boolean } = {},
): Promise<BlockView[]> {
  authorize(ctx, 'read:users');
  const blocks = await fetchBlocks(ctx, of);
  const isProtected = async (name: string) =>
    (await knownConnection(ctx, name))?.options.brute_force_protection ?? false;
  const kept = await Promise.all(
    blocks.map(async ({ connection }) => !onlyProtected || (await isProtected(connection))),
  );
  return blocks
    .filter((_, index) => kept[index])
    .map(({ identifier, ip, connection }) => ({ identifier, ip, connection }));
}
