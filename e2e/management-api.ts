import type { ActionView, BindingView, CreateActionInput, UpdateActionInput } from '@/lib/actions/schemas';
import type { DemoFile } from '@/lib/demo';
import type { SetTemplateInput } from '@/lib/mail/schemas';
import type { RuleView } from '@/lib/rules/schemas';
import type { CreateUserInput, UpdateUserInput, UserView } from '@/lib/users/schemas';

/** What a new rule needs. */
export type NewRule = { name: string; script: string; enabled?: boolean };

async function fetchToken({ url, management }: DemoFile): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...management }),
  });
  if (!response.ok) throw new Error(`/oauth/token answers ${response.status}: ${await response.text()}`);
  return (await response.json()).access_token;
}

/** The tenant's Management API, as a script uses it. */
export async function managementApi(demo: DemoFile) {
  const token = await fetchToken(demo);
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${demo.url}/api/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${text}`);
    return JSON.parse(text || 'null');
  };
  const userPath = (id: string) => `users/${encodeURIComponent(id)}`;
  return {
    createUser: (user: CreateUserInput) => call<UserView>('POST', 'users', user),
    getUser: (id: string) => call<UserView>('GET', userPath(id)),
    findUsers: (q: string) => call<UserView[]>('GET', `users?q=${encodeURIComponent(q)}`),
    countUsers: (q: string) =>
      call<{ total: number }>('GET', `users?include_totals=true&per_page=1&q=${encodeURIComponent(q)}`),
    updateUser: (id: string, patch: UpdateUserInput) => call<UserView>('PATCH', userPath(id), patch),
    deleteUser: (id: string) => call<null>('DELETE', userPath(id)),
    createRule: (rule: NewRule) => call<RuleView>('POST', 'rules', rule),
    getRule: (id: string) => call<RuleView>('GET', `rules/${id}`),
    listRules: () => call<RuleView[]>('GET', 'rules?per_page=100'),
    deleteRule: (id: string) => call<null>('DELETE', `rules/${id}`),
    createAction: (action: CreateActionInput) => call<ActionView>('POST', 'actions/actions', action),
    getAction: (id: string) => call<ActionView>('GET', `actions/actions/${id}`),
    updateAction: (id: string, patch: UpdateActionInput) =>
      call<ActionView>('PATCH', `actions/actions/${id}`, patch),
    listActions: async () => {
      const { actions } = await call<{ actions: ActionView[] }>('GET', 'actions/actions?per_page=100');
      return actions;
    },
    /** Takes it from its trigger too. */
    deleteAction: (id: string) => call<null>('DELETE', `actions/actions/${id}?force=true`),
    /** Names of what a trigger runs, in order. */
    listBindings: async (trigger: string) => {
      const path = `actions/triggers/${trigger}/bindings?per_page=20`;
      const { bindings } = await call<{ bindings: BindingView[] }>('GET', path);
      return bindings.map(({ action }) => action.name);
    },
    /** Written for the first time, or replaced. */
    writeTemplate: (template: SetTemplateInput) =>
      call('POST', 'email-templates', template).catch((error: unknown) => {
        if (!String(error).includes('answers 409')) throw error;
        return call('PUT', `email-templates/${template.template}`, template);
      }),
    deleteRuleConfig: (key: string) => call<null>('DELETE', `rules-configs/${encodeURIComponent(key)}`),
  };
}

export type ManagementApi = Awaited<ReturnType<typeof managementApi>>;
