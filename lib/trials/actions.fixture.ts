import { createAction, updateBindings } from '@/lib/actions';
import type { Context } from '@/lib/context';

/** An Action of post-login with this body. */
export const loginAction = (body: string): string =>
  `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;

let made = 0;

/** Deployed Actions of post-login, bound in this order and none else. Gives their ids. */
export async function bindActions(
  ctx: Context,
  codes: readonly string[],
  secrets: Record<string, string> = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const code of codes) {
    const { id } = await createAction(ctx, {
      name: `Action ${++made}`,
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      code,
      secrets: Object.entries(secrets).map(([name, value]) => ({ name, value })),
      deploy: true,
    });
    ids.push(id);
  }
  await updateBindings(ctx, 'post-login', {
    bindings: ids.map((value) => ({ ref: { type: 'action_id', value } })),
  });
  return ids;
}
