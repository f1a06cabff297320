import { asc, eq, inArray } from 'drizzle-orm';
import { actionBindings, actionSecrets, actions, actionVersions } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { ActionTrigger } from '@/lib/rules';
import { open } from '@/lib/secrets';
import { type LiveAction, liveActionsCache } from './internal';

async function load(ctx: Context): Promise<Map<string, LiveAction[]>> {
  const bound = await ctx.db
    .select({
      triggerId: actionBindings.triggerId,
      id: actions.id,
      name: actions.name,
      version: actionVersions.number,
      versionId: actionVersions.id,
      code: actionVersions.code,
    })
    .from(actionBindings)
    .innerJoin(actions, eq(actions.id, actionBindings.actionId))
    .innerJoin(actionVersions, eq(actionVersions.id, actions.deployedVersionId))
    .orderBy(asc(actionBindings.triggerId), asc(actionBindings.position));
  if (bound.length === 0) return new Map();
  const owners = bound.map(({ versionId }) => versionId);
  const secrets = await ctx.db.select().from(actionSecrets).where(inArray(actionSecrets.ownerId, owners));
  const live = bound.map(({ triggerId, ...action }) => {
    const own = secrets.filter(({ ownerId }) => ownerId === action.versionId);
    const values = Object.fromEntries(own.map(({ name, value }) => [name, open(value)]));
    return { triggerId, action: { ...action, secrets: values } };
  });
  return new Map(
    [...Map.groupBy(live, ({ triggerId }) => triggerId)].map(([id, all]) => [
      id,
      all.map(({ action }) => action),
    ]),
  );
}

/** The deployed versions that a trigger runs, in order, from memory while nothing has changed. */
export async function liveActions(ctx: Context, trigger: ActionTrigger): Promise<LiveAction[]> {
  const live = await liveActionsCache.get(() => load(ctx));
  return live.get(trigger) ?? [];
}
