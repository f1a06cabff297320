import { eq } from 'drizzle-orm';
import { actionSecrets } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { assertCodeFits } from '@/lib/rules';
import { open } from '@/lib/secrets';
import { assertSecretsFit } from './draft-secrets';
import { fetchAction, type LiveAction } from './internal';
import { liveActions } from './live-actions';
import type { ActionRow } from './present';

/** The id of a draft that was never saved. */
const unsavedId = 'draft';

export type Draft = {
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

/** The Action with its draft. Throws NotFound, and Invalid for one that no sign-in runs. */
async function fetchTryable(ctx: Context, id: string): Promise<ActionRow> {
  const action = await fetchAction(ctx, id);
  if (action.triggerId === 'post-login') return action;
  const message = `Only Actions of post-login can be tried on a sign-in, and this one is for ${action.triggerId}; its test takes a made-up event.`;
  throw new Invalid(message, { errorCode: 'operation_not_supported' });
}

/** The code of an Action's draft. Throws NotFound, and Invalid for an Action that no sign-in runs. */
export async function draftCode(ctx: Context, id: string): Promise<string> {
  authorize(ctx, 'read:actions', 'update:actions');
  return (await fetchTryable(ctx, id)).code;
}

async function draftOf(ctx: Context, { code, action_id, secrets, use_secrets }: Draft): Promise<LiveAction> {
  if (action_id === undefined) {
    const own = { id: unsavedId, name: 'draft', version: 0, versionId: unsavedId };
    return { ...own, code: code ?? '', secrets: secrets ?? {} };
  }
  const action = await fetchTryable(ctx, action_id);
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
 * What is to be tried of post-login: the given code or the Action's draft alone, or the bound Actions with it in its
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
  const bound = (await liveActions(ctx, 'post-login')).map((action) =>
    draft.use_secrets ? action : { ...action, secrets: placeholders(Object.keys(action.secrets)) },
  );
  if (!tried) return { actions: bound, draft: null };
  const isBound = bound.some(({ id }) => id === tried.id);
  const actions = isBound ? bound.map((each) => (each.id === tried.id ? tried : each)) : [...bound, tried];
  return { actions, draft: tried };
}
