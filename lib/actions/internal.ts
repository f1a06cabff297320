import { createHash, randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { notifiedCache } from '@/db/notified-cache';
import { actionBindings, actionSecrets, actions, actionVersions, ruleTests } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { recordedActor } from '@/lib/actor';
import { announce } from '@/lib/announce';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict, Invalid, NotFound } from '@/lib/errors';
import { invalidProperty } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import {
  type ActionTrigger,
  assertCodeFits,
  bundledModules,
  checkAction,
  type RunnableAction,
  wayOut,
} from '@/lib/rules';
import {
  type ActionRow,
  actionColumns,
  missingDependencies,
  presentAction,
  presentVersion,
  versionColumns,
} from './present';
import { type ActionView, actionLimits, type VersionView } from './schemas';
import { runnableTrigger } from './triggers';

/** A deployed Action of a trigger's chain; `version` is its number. */
export type LiveAction = RunnableAction & { versionId: string };

/** What every trigger reads: the deployed versions of the bound Actions in order, by trigger. */
export const liveActionsCache = notifiedCache<Map<string, LiveAction[]>>('actions');

/** How every change to Actions runs: one writer at a time, in a transaction, and the next run reads the result. */
export function changeActions<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.actions'))`);
    const done = await work(tx);
    await announce(tx, 'actions');
    return done;
  });
}

const notThere = () => new NotFound('That action does not exist.');

/** The Action as stored. Throws NotFound. */
export async function fetchAction(ctx: Context, id: string): Promise<ActionRow> {
  const [row] = await ctx.db.select().from(actions).where(eq(actions.id, id));
  if (!row) throw notThere();
  return row;
}

/** The trigger as one that Annex runs. Throws Invalid for any other. */
export function assertRunnable(triggerId: string): ActionTrigger {
  const trigger = runnableTrigger(triggerId);
  if (trigger) return trigger;
  throw new Invalid(`Annex does not run Actions of the trigger ${triggerId}.`, {
    errorCode: 'operation_not_supported',
  });
}

/** The Action as shown. One statement. Throws NotFound. */
export async function readAction(ctx: Context, id: string): Promise<ActionView> {
  const [row] = await ctx.db
    .select(actionColumns)
    .from(actions)
    .leftJoin(actionVersions, eq(actionVersions.id, actions.deployedVersionId))
    .where(eq(actions.id, id));
  if (!row) throw notThere();
  return presentAction(row);
}

/** A version as shown. One statement. Throws NotFound, also for the version of another Action. */
export async function readVersion(ctx: Context, actionId: string, versionId: string): Promise<VersionView> {
  const [row] = await ctx.db
    .select(versionColumns)
    .from(actionVersions)
    .innerJoin(actions, eq(actions.id, actionVersions.actionId))
    .where(and(eq(actionVersions.id, versionId), eq(actionVersions.actionId, actionId)));
  if (!row) throw new NotFound('That action version does not exist.');
  return presentVersion(row);
}

export async function assertNameFree(ctx: Context, name: string, self = ''): Promise<void> {
  const [clash] = await ctx.db
    .select({ id: actions.id })
    .from(actions)
    .where(and(eq(actions.name, name), ne(actions.id, self)));
  if (clash) throw new Conflict('An action with the same name already exists.');
}

/** Refuses code that is too large, or no module: with its line and column. */
export function assertBuilds(code: string): void {
  assertCodeFits('code', code);
  const parsed = checkAction(code);
  if (parsed.ok) return;
  const { message, line, column } = parsed;
  throw invalidProperty('code', `${message} (line ${line}, column ${column})`, {
    fields: { code: `Line ${line}: ${message}` },
    data: { line, column },
  });
}

/** Refuses what could not run: npm packages are not installed, so only what the sandbox bundles is there. */
export function assertDeployable({ dependencies }: Pick<ActionRow, 'dependencies'>): void {
  const missing = missingDependencies(dependencies);
  if (missing.length === 0) return;
  const names = missing.map(({ name, version }) => `${name}@${version}`).join(', ');
  const ways = missing.flatMap(({ name }) => {
    const way = wayOut(name);
    return way === undefined ? [] : [` In the place of ${name}: ${way}.`];
  });
  throw new Invalid(
    `This Action cannot be deployed: Annex installs no npm packages, and these are not among the bundled ones: ${names}. There are: ${bundledModules.join(', ')}.${ways.join('')}`,
    { errorCode: 'operation_not_supported', fields: { dependencies: `Not available: ${names}` } },
  );
}

/** What the audit row says of an Action: all but the text of its code and the values of its secrets. */
function auditShape(action: ActionView): JsonObject {
  const { id, name, supported_triggers, code, dependencies, runtime, secrets, deployed_version } = action;
  return {
    id,
    name,
    supported_triggers,
    dependencies: dependencies.map(({ name, version }) => ({ name, version })),
    runtime,
    secrets: secrets.map((secret) => secret.name),
    code_sha256: createHash('sha256').update(code).digest('hex'),
    deployed_version: deployed_version?.id ?? null,
  };
}

/** The audit row of a change to an Action, in the caller's transaction. */
export function recordActionChange(
  ctx: Context,
  before: ActionView | null,
  after: ActionView | null,
): Promise<void> {
  const id = (after ?? before)?.id ?? '';
  const shape = (action: ActionView | null) => action && auditShape(action);
  return recordChange(ctx, { kind: 'action', id, before: shape(before), after: shape(after) });
}

/** Copies the secrets of one owner to another, which has none. */
async function copySecrets(ctx: Context, from: string, to: string): Promise<void> {
  await ctx.db.execute(sql`
    insert into action_secrets (owner_id, name, value, updated_at)
    select ${to}, name, value, updated_at from action_secrets where owner_id = ${from}`);
}

/** Makes the secrets of a draft those of a version. */
export async function restoreSecrets(ctx: Context, versionId: string, actionId: string): Promise<void> {
  await ctx.db.delete(actionSecrets).where(eq(actionSecrets.ownerId, actionId));
  await copySecrets(ctx, versionId, actionId);
}

type Source = Pick<
  ActionRow,
  'code' | 'dependencies' | 'runtime' | 'triggerId' | 'triggerVersion' | 'builtAt'
>;

/**
 * Makes the next version of an Action from `source`, with the secrets kept under `secretsOf`, and deploys it: bound
 * triggers run it from now on. Old versions beyond the limit go.
 */
export async function deploySource(
  ctx: Context,
  action: ActionRow,
  source: Source,
  options: { secretsOf: string; allChangesDeployed: boolean },
): Promise<string> {
  const { code, dependencies, runtime, triggerId, triggerVersion, builtAt } = source;
  const id = randomUUID();
  const number = action.lastNumber + 1;
  const createdAt = ctx.now();
  const version = { id, actionId: action.id, number, code, dependencies, runtime, triggerId, triggerVersion };
  await ctx.db
    .insert(actionVersions)
    .values({ ...version, createdAt, builtAt, actor: recordedActor(ctx.actor) });
  await copySecrets(ctx, options.secretsOf, id);
  const { allChangesDeployed } = options;
  await ctx.db
    .update(actions)
    .set({ deployedVersionId: id, lastNumber: number, allChangesDeployed })
    .where(eq(actions.id, action.id));
  await ctx.db.execute(sql`
    with old as (
      delete from action_versions where action_id = ${action.id} and number <= ${number - actionLimits.versions}
      returning id
    )
    delete from action_secrets where owner_id in (select id from old)`);
  return id;
}

/** Triggers that an Action is bound to. */
export async function boundTriggers(ctx: Context, actionId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ triggerId: actionBindings.triggerId })
    .from(actionBindings)
    .where(eq(actionBindings.actionId, actionId))
    .orderBy(asc(actionBindings.triggerId));
  return [...new Set(rows.map(({ triggerId }) => triggerId))];
}

/** Removes an Action with its versions, secrets, bindings and saved tests. */
export async function removeAction(ctx: Context, actionId: string): Promise<void> {
  const gone = await ctx.db
    .delete(actionVersions)
    .where(eq(actionVersions.actionId, actionId))
    .returning({ id: actionVersions.id });
  const owners = [actionId, ...gone.map(({ id }) => id)];
  await ctx.db.delete(actionSecrets).where(inArray(actionSecrets.ownerId, owners));
  await ctx.db.delete(actionBindings).where(eq(actionBindings.actionId, actionId));
  await ctx.db.delete(ruleTests).where(eq(ruleTests.ownerId, actionId));
  await ctx.db.delete(actions).where(eq(actions.id, actionId));
}
