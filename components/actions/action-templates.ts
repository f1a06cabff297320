import type { JsonObject } from '@/components/metadata/json';
import type { ActionTestInput, Expectation } from '@/lib/trials/schemas';
import { accessTemplates } from './templates/access';
import { emptyTemplates } from './templates/empty';
import { profileTemplates } from './templates/profile';
import { redirectTemplates } from './templates/redirects';
import { serviceTemplates } from './templates/services';
import { tokenTemplates } from './templates/tokens';
import { type ActionTemplate, templateGroups } from './templates/types';
import type { RunnableTrigger } from './trigger-words';

export { type ActionTemplate, templateGroups };

/** What a new Action may start from. Each runs as it stands, and its example passes. */
export const actionTemplates: readonly ActionTemplate[] = [
  ...emptyTemplates,
  ...tokenTemplates,
  ...accessTemplates,
  ...profileTemplates,
  ...redirectTemplates,
  ...serviceTemplates,
];

/** Those for a trigger, the empty one first. */
export function templatesOf(trigger: RunnableTrigger): readonly ActionTemplate[] {
  return actionTemplates.filter((template) => template.trigger === trigger);
}

/** The id of the template that a new Action of the trigger starts from when nothing is chosen. */
export const emptyTemplateId = (trigger: RunnableTrigger): string => `empty-${trigger}`;

type Command = ActionTemplate['example']['expect']['commands'][number];

/** What calls of `api` come to for their trigger. */
function expectationOf(trigger: RunnableTrigger, commands: readonly Command[]): Expectation {
  const members = (type: string, key: 'name' | 'key'): JsonObject =>
    Object.fromEntries(
      commands
        .filter((command) => command.type === type)
        .map((command) => [String(command[key]), command.value ?? null]),
    );
  const denial = commands.find(({ type }) => type === 'access.deny' || type === 'session.revoke');
  const isRedirect = commands.some(({ type }) => type === 'redirect.sendUserTo');
  const parts = {
    id_token: members('idToken.setCustomClaim', 'name'),
    access_token: members('accessToken.setCustomClaim', 'name'),
    user_metadata: members('user.setUserMetadata', 'key'),
    app_metadata: members('user.setAppMetadata', 'key'),
  };
  return {
    result: denial ? 'deny' : isRedirect ? 'redirect' : 'continue',
    ...(denial ? { error_message: String(denial.userMessage ?? denial.reason) } : {}),
    ...(denial && trigger === 'credentials-exchange' ? { error_name: String(denial.code) } : {}),
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => Object.keys(value).length > 0)),
  };
}

/** The example as the first saved test of an Action that was made from the template. */
export function exampleTest({ trigger, example }: ActionTemplate): ActionTestInput {
  const { user = {}, ...event } = example.event;
  return {
    name: 'Example of the template',
    ...(trigger === 'credentials-exchange' ? {} : { user: user as JsonObject }),
    ...(Object.keys(event).length > 0 ? { event } : {}),
    ...(example.secrets ? { secrets: example.secrets } : {}),
    ...(example.stubs ? { stubs: example.stubs } : {}),
    expect: expectationOf(trigger, example.expect.commands),
  };
}
