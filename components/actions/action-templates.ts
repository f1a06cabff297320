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
