import { and, count, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import { actionExecutions, actions, actionVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { RecordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { fetchAction, readAction, readVersion } from './internal';
import { actionColumns, presentAction, presentVersion, versionColumns } from './present';
import type { ActionView, ExecutionView, VersionView } from './schemas';
import { type TriggerView, triggers } from './triggers';

export type Page = { page: number; perPage: number };
export type Listed<T> = { total: number; items: T[] };

export type ActionFilter = {
  triggerId?: string | undefined;
  actionName?: string | undefined;
  deployed?: boolean | undefined;
  /** Whether it came from a marketplace, which none did. */
  installed?: boolean | undefined;
};

/** Actions by name of creation, oldest first, with the number of all that match. Two statements side by side. */
export async function listActions(
  ctx: Context,
  filter: ActionFilter,
  { page, perPage }: Page,
): Promise<Listed<ActionView>> {
  authorize(ctx, 'read:actions');
  if (filter.installed) return { total: 0, items: [] };
  const { triggerId, actionName, deployed } = filter;
  const wanted = and(
    triggerId === undefined ? undefined : eq(actions.triggerId, triggerId),
    actionName === undefined ? undefined : eq(actions.name, actionName),
    deployed === undefined
      ? undefined
      : deployed
        ? isNotNull(actions.deployedVersionId)
        : isNull(actions.deployedVersionId),
  );
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select(actionColumns)
      .from(actions)
      .leftJoin(actionVersions, eq(actionVersions.id, actions.deployedVersionId))
      .where(wanted)
      .orderBy(actions.createdAt, actions.id)
      .limit(perPage)
      .offset(page * perPage),
    ctx.db.select({ total: count() }).from(actions).where(wanted),
  ]);
  return { total: counted?.total ?? 0, items: rows.map(presentAction) };
}

/** One Action. One statement. Throws NotFound. */
export async function getAction(ctx: Context, id: string): Promise<ActionView> {
  authorize(ctx, 'read:actions');
  return readAction(ctx, id);
}

/** The versions of an Action, newest first. Throws NotFound for an Action that does not exist. */
export async function listActionVersions(
  ctx: Context,
  id: string,
  { page, perPage }: Page,
): Promise<Listed<VersionView>> {
  authorize(ctx, 'read:actions');
  await fetchAction(ctx, id);
  const mine = eq(actionVersions.actionId, id);
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select(versionColumns)
      .from(actionVersions)
      .innerJoin(actions, eq(actions.id, actionVersions.actionId))
      .where(mine)
      .orderBy(desc(actionVersions.number))
      .limit(perPage)
      .offset(page * perPage),
    ctx.db.select({ total: count() }).from(actionVersions).where(mine),
  ]);
  return { total: counted?.total ?? 0, items: rows.map(presentVersion) };
}

/** A version, and who deployed it; null where that was before Annex kept it. */
export type Deployment = { version: VersionView; actor: RecordedActor | null };

/** All kept versions of an Action with who deployed each, newest first. Two statements. Throws NotFound. */
export async function listDeployments(ctx: Context, id: string): Promise<Deployment[]> {
  authorize(ctx, 'read:actions');
  await fetchAction(ctx, id);
  const rows = await ctx.db
    .select(versionColumns)
    .from(actionVersions)
    .innerJoin(actions, eq(actions.id, actionVersions.actionId))
    .where(eq(actionVersions.actionId, id))
    .orderBy(desc(actionVersions.number));
  return rows.map((row) => ({ version: presentVersion(row), actor: row.version.actor }));
}

/** One version. Throws NotFound, also for the version of another Action. */
export async function getActionVersion(ctx: Context, id: string, versionId: string): Promise<VersionView> {
  authorize(ctx, 'read:actions');
  return readVersion(ctx, id, versionId);
}

/** Every trigger, with what Annex does with its Actions. */
export function listTriggers(ctx: Context): readonly TriggerView[] {
  authorize(ctx, 'read:actions');
  return triggers;
}

/** How an execution went. Throws NotFound, also when it is older than executions are kept. */
export async function getExecution(ctx: Context, id: string): Promise<ExecutionView> {
  authorize(ctx, 'read:actions');
  const [row] = await ctx.db.select().from(actionExecutions).where(eq(actionExecutions.id, id));
  if (!row) throw new NotFound('That execution does not exist.');
  const { triggerId, results, createdAt, updatedAt } = row;
  return {
    id,
    trigger_id: triggerId,
    // Nothing else is written there.
    status: row.status as ExecutionView['status'],
    results,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
