import { afterwardsDone, createAction, deleteAction, listActions, updateBindings } from '@/lib/actions';
import type { Scenario } from './scenario.fixture';

type Trigger =
  | 'post-login'
  | 'credentials-exchange'
  | 'pre-user-registration'
  | 'post-user-registration'
  | 'post-change-password';

const handlers: Record<Trigger, string> = {
  'post-login': 'onExecutePostLogin',
  'credentials-exchange': 'onExecuteCredentialsExchange',
  'pre-user-registration': 'onExecutePreUserRegistration',
  'post-user-registration': 'onExecutePostUserRegistration',
  'post-change-password': 'onExecutePostChangePassword',
};

export type Bound = { id: string; name: string };

/** Makes, deploys and binds Actions of a tenant, and takes them away again. */
export function actionsOf(tenant: () => Scenario) {
  /** The Actions of a trigger from now on, in order; each is the body of its handler, or a whole module. */
  const bind = async (
    trigger: Trigger,
    bodies: readonly string[],
    secrets: Record<string, string> = {},
  ): Promise<Bound[]> => {
    const { ctx, changesHeard } = tenant();
    const made: Bound[] = [];
    for (const body of bodies) {
      const isModule = /^\s*exports\./m.test(body);
      const action = await createAction(ctx, {
        name: `Action ${crypto.randomUUID()}`,
        supported_triggers: [{ id: trigger }],
        code: isModule ? body : `exports.${handlers[trigger]} = async (event, api) => {\n${body}\n};`,
        secrets: Object.entries(secrets).map(([name, value]) => ({ name, value })),
        deploy: true,
      });
      made.push({ id: action.id, name: action.name });
    }
    const bindings = made.map(({ id }) => ({ ref: { type: 'action_id' as const, value: id } }));
    await updateBindings(ctx, trigger, { bindings });
    await changesHeard();
    return made;
  };
  const clear = async (): Promise<void> => {
    const { ctx, changesHeard } = tenant();
    await afterwardsDone();
    const { items } = await listActions(ctx, {}, { page: 0, perPage: 100 });
    for (const { id } of items) await deleteAction(ctx, id, { force: true });
    await changesHeard();
  };
  return { bind, clear };
}
