import { and, eq, inArray, or } from 'drizzle-orm';
import { actionSecrets, actions, actionVersions } from '@/db/schema';
import { authorize, holds } from '@/lib/access';
import type { Context } from '@/lib/context';
import { open } from '@/lib/secrets';
import type { LiveAction } from './internal';

type Ran = { id: string; version: number };

/**
 * The versions of Actions that ran then, in the same order; null for one that is not stored any more. Their secrets are
 * placeholders but for those who may deploy, who could read them anyway. Rights as for recorded sign-ins.
 */
export async function recordedActions(ctx: Context, ran: readonly Ran[]): Promise<(LiveAction | null)[]> {
  authorize(ctx, 'read:rules');
  if (ran.length === 0) return [];
  const rows = await ctx.db
    .select({
      id: actions.id,
      name: actions.name,
      version: actionVersions.number,
      versionId: actionVersions.id,
      code: actionVersions.code,
    })
    .from(actionVersions)
    .innerJoin(actions, eq(actions.id, actionVersions.actionId))
    .where(or(...ran.map(({ id, version }) => and(eq(actions.id, id), eq(actionVersions.number, version)))));
  const owners = rows.map(({ versionId }) => versionId);
  const stored =
    owners.length === 0
      ? []
      : await ctx.db.select().from(actionSecrets).where(inArray(actionSecrets.ownerId, owners));
  const isReal = holds(ctx.actor, 'create:actions');
  return ran.map(({ id, version }) => {
    const found = rows.find((row) => row.id === id && row.version === version);
    if (!found) return null;
    const own = stored.filter(({ ownerId }) => ownerId === found.versionId);
    const secrets = own.map(({ name, value }) => [name, isReal ? open(value) : `test-${name}`]);
    return { ...found, secrets: Object.fromEntries(secrets) };
  });
}
