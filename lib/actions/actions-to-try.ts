import { eq } from 'drizzle-orm';
import { actionSecrets } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { type ActionTrigger, assertCodeFits } from '@/lib/rules';
import { open } from '@/lib/secrets';
import { assertSecretsFit } from './draft-secrets';
import { fetchAction, type LiveAction } from './internal';
import { liveActions } from './live-actions';

/** The id of a draft that was never saved. */
const unsavedId = 'draft';

export type Draft = {
  trigger: ActionTrigger;
  code?: string | undefined;
  action_id?: string | undefined;
  pipeline: boolean;
  use_secrets: boolean;
  /** Laid over those of the draft. */
  secrets?: Record<string, string> | undefined;
};

/** The Actions of a trial in order; `draft` is the one that is tried, null for the live pipeline. */
export type ActionsToTry = { actions: LiveAction[]; draft: LiveAction | null };

const placeholders = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `test-${name}`]));

/** The code of an Action's draft, and what it is for. Throws NotFound. */
export async function draftOfAction(ctx: Context, id: string): Promise<{ trigger: string; code: string }> {
  authorize(ctx, 'read:actions', 'update:actions');
  const { triggerId, code } = await fetchAction(ctx, id);
  return { trigger: triggerId, code };
}

async function draftOf(
  ctx: Context,
  { trigger, code, action_id, secrets, use_secrets }: Draft,
): Promise<LiveAction> {
  if (action_id === undefined) {
    const own = { id: unsavedId, name: 'draft', version: 0, versionId: unsavedId };
    return { ...own, code: code ?? '', secrets: secrets ?? {} };
  }
  const action = await fetchAction(ctx, action_id);
  if (action.triggerId !== trigger) {
    throw new Invalid(`This Action is for ${action.triggerId}, and not for ${trigger}.`, {
      errorCode: 'operation_not_supported',
    });
  }
  const stored = await ctx.db.select().from(actionSecrets).where(eq(actionSecrets.ownerId, action_id));
  const own = use_secrets
    ? Object.fromEntries(stored.map(({ name, value }) => [name, open(value)]))
    : placeholders(stored.map(({ name }) => name));
  return {
    id: action.id,
    name: action.name,
    version: action.lastNumber,
    versionId: unsavedId,
    code: code ?? action.code,
    secrets: { ...own, ...secrets },
  };
}

/**
 * What is to be tried of a trigger: the given code or the Action's draft alone, or the bound Actions with it in its
 * place, else last. Secrets are placeholders unless the real ones are asked for, which takes the right to deploy: whoever
 * runs code with them can read them. Throws NotFound, and Invalid for an Action of another trigger.
 */
export async function actionsToTry(ctx: Context, draft: Draft): Promise<ActionsToTry> {
  authorize(ctx, 'update:actions');
  if (draft.use_secrets) authorize(ctx, 'create:actions');
  if (draft.code !== undefined) assertCodeFits('code', draft.code);
  assertSecretsFit(
    Object.entries(draft.secrets ?? {}).map(([name, value]) => ({ name, value })),
    ({ name }) => `secrets.${name}`,
  );
  const isLive = draft.code === undefined && draft.action_id === undefined;
  const tried = isLive ? null : await draftOf(ctx, draft);
  if (!draft.pipeline) return { actions: tried ? [tried] : [], draft: tried };
  const bound = (await liveActions(ctx, draft.trigger)).map((action) =>
    draft.use_secrets ? action : { ...action, secrets: placeholders(Object.keys(action.secrets)) },
  );
  if (!tried) return { actions: bound, draft: null };
  const isBound = bound.some(({ id }) => id === tried.id);
  const actions = isBound ? bound.map((each) => (each.id === tried.id ? tried : each)) : [...bound, tried];
  return { actions, draft: tried };
}
