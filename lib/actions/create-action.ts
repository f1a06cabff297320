import { randomUUID } from 'node:crypto';
import { count } from 'drizzle-orm';
import { actions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { setDraftSecrets } from './draft-secrets';
import {
  assertBuilds,
  assertDeployable,
  assertNameFree,
  changeActions,
  deploySource,
  readAction,
  recordActionChange,
} from './internal';
import { type ActionView, actionLimits, type CreateActionInput, createActionInput } from './schemas';
import { triggerVersion } from './triggers';

async function assertRoom(ctx: Context): Promise<void> {
  const [row] = await ctx.db.select({ total: count() }).from(actions);
  if ((row?.total ?? 0) < actionLimits.actions) return;
  throw new Forbidden(`A tenant may have ${actionLimits.actions} actions.`, {
    errorCode: 'insufficient_entitlement',
  });
}

/**
 * Saves a new Action as a draft, which is built at once; with `deploy` it is deployed too
 * (`reference/management-api.md` 5). Nothing runs until it is bound. Throws Invalid for code that is no
 * module, Conflict for a taken name, Forbidden at the limit of Actions.
 */
export async function createAction(ctx: Context, input: CreateActionInput): Promise<ActionView> {
  authorize(ctx, 'create:actions');
  const { name, supported_triggers, code, dependencies, runtime, secrets, deploy } = parseInput(
    createActionInput,
    input,
  );
  assertBuilds(code);
  if (deploy) assertDeployable({ dependencies });
  return changeActions(ctx, async (tx) => {
    await assertRoom(tx);
    await assertNameFree(tx, name);
    const now = tx.now();
    const [trigger = { id: '', version: undefined }] = supported_triggers;
    const row = {
      id: randomUUID(),
      name,
      triggerId: trigger.id,
      triggerVersion: trigger.version ?? triggerVersion(trigger.id),
      code,
      dependencies,
      runtime,
      allChangesDeployed: false,
      deployedVersionId: null,
      lastNumber: 0,
      createdAt: now,
      updatedAt: now,
      builtAt: now,
    };
    await tx.db.insert(actions).values(row);
    await setDraftSecrets(tx, row.id, secrets);
    if (deploy) await deploySource(tx, row, row, { secretsOf: row.id, allChangesDeployed: true });
    const made = await readAction(tx, row.id);
    await recordActionChange(tx, null, made);
    return made;
  });
}
