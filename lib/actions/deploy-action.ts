import { eq } from 'drizzle-orm';
import { actions, actionVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import {
  assertDeployable,
  changeActions,
  deploySource,
  fetchAction,
  readAction,
  readVersion,
  recordActionChange,
  restoreSecrets,
} from './internal';
import { deployVersionInput, type VersionView } from './schemas';

/**
 * Makes the draft the next version and deploys it: where the Action is bound, it runs from now on. Gives the version.
 * Throws NotFound, Invalid naming the dependencies that are not there, and Conflict when the draft is not `expectedCode`.
 */
export async function deployAction(
  ctx: Context,
  id: string,
  { expectedCode }: { expectedCode?: string } = {},
): Promise<VersionView> {
  authorize(ctx, 'create:actions');
  return changeActions(ctx, async (tx) => {
    const before = await readAction(tx, id);
    const action = await fetchAction(tx, id);
    if (expectedCode !== undefined && expectedCode !== action.code)
      throw new Conflict('The draft was changed meanwhile. Look at it again.');
    assertDeployable(action);
    const versionId = await deploySource(tx, action, action, { secretsOf: id, allChangesDeployed: true });
    await recordActionChange(tx, before, await readAction(tx, id));
    return readVersion(tx, id, versionId);
  });
}

/**
 * Rolls back: deploys a new version that is what version `versionId` was, secrets and all. With `update_draft` the
 * draft becomes that too. Throws NotFound.
 */
export async function deployVersion(
  ctx: Context,
  id: string,
  versionId: string,
  input: unknown = undefined,
): Promise<VersionView> {
  authorize(ctx, 'create:actions');
  const { update_draft } = parseInput(deployVersionInput, input);
  return changeActions(ctx, async (tx) => {
    const before = await readAction(tx, id);
    await readVersion(tx, id, versionId);
    const [source] = await tx.db.select().from(actionVersions).where(eq(actionVersions.id, versionId));
    if (!source) throw new Error('A version that was just read is not there.');
    assertDeployable(source);
    if (update_draft) {
      const { code, dependencies, runtime, triggerId, triggerVersion } = source;
      const now = tx.now();
      const draft = { code, dependencies, runtime, triggerId, triggerVersion, builtAt: now, updatedAt: now };
      await tx.db.update(actions).set(draft).where(eq(actions.id, id));
      await restoreSecrets(tx, versionId, id);
    }
    const action = await fetchAction(tx, id);
    const options = { secretsOf: versionId, allChangesDeployed: update_draft };
    const deployed = await deploySource(tx, action, source, options);
    await recordActionChange(tx, before, await readAction(tx, id));
    return readVersion(tx, id, deployed);
  });
}
