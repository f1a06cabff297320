import type { RuleTestInput } from '@/lib/trials/schemas';
import { accessTemplates } from './templates/access';
import { profileTemplates } from './templates/profile';
import { redirectTemplates } from './templates/redirects';
import { serviceTemplates } from './templates/services';
import { tokenTemplates } from './templates/tokens';
import type { RuleTemplate } from './templates/types';

export type { RuleTemplate };

/** What a new rule may start from. Each runs as it stands, and its example passes. */
export const ruleTemplates: readonly RuleTemplate[] = [
  ...tokenTemplates,
  ...accessTemplates,
  ...profileTemplates,
  ...redirectTemplates,
  ...serviceTemplates,
];

/** The example as the first saved test of a rule that was made from the template. */
export function exampleTest({ example }: RuleTemplate): RuleTestInput {
  const { expect, ...given } = example;
  const { error, ...others } = expect;
  return {
    name: 'Example of the template',
    ...given,
    expect: { ...others, ...(error === undefined ? {} : { error_message: error }) },
  };
}
