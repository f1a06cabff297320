import { z } from 'zod';
import { resourceServers } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newObjectId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { announceResourceServers, type ResourceServer } from './find-resource-server';

const createInput = z.strictObject({
  /** The audience: a name, not necessarily an address. */
  identifier: z.string().min(1).max(600).regex(/^\S+$/, 'No white space is allowed'),
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^<>]*$/, 'A name may not contain < or >'),
  scopes: z
    .array(
      z.strictObject({
        value: z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,280}$/, 'A scope has no space, " or \\'),
        description: z.string().max(500).optional(),
      }),
    )
    .max(1000)
    .default([]),
  /** Seconds. */
  token_lifetime: z.number().int().min(1).max(2_592_000).default(86_400),
  allow_offline_access: z.boolean().default(false),
});

export type ResourceServerInput = z.input<typeof createInput>;

/** Makes an API that tokens can be for. `isSystem` is for the Management API and comes from setup alone. */
export async function createResourceServer(
  ctx: Context,
  input: ResourceServerInput,
  options: { isSystem?: boolean } = {},
): Promise<ResourceServer> {
  authorize(ctx, 'create:clients');
  const parsed = parseInput(createInput, input);
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(resourceServers)
      .values({
        identifier: parsed.identifier,
        id: newObjectId(tx.now()),
        name: parsed.name,
        scopes: parsed.scopes.map(({ value, description }) => ({
          value,
          ...(description ? { description } : {}),
        })),
        tokenLifetime: parsed.token_lifetime,
        allowOfflineAccess: parsed.allow_offline_access,
        isSystem: options.isSystem ?? false,
        createdAt: tx.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Conflict('An API with this identifier already exists.');
    await recordChange(tx, {
      kind: 'resource_server',
      id: row.identifier,
      before: null,
      after: { name: row.name },
    });
    await announceResourceServers(tx);
    return row;
  });
}
