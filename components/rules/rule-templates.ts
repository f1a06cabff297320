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

/** Templates in whose name, description, group or code all the words are. */
export function findTemplates(typed: string): readonly RuleTemplate[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return ruleTemplates.filter(({ name, description, group, script }) => {
    const text = `${name} ${description} ${group} ${script}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

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
