import { type RunnableTrigger, runnableTriggers, triggerWords } from '../trigger-words';
import type { ActionTemplate } from './types';

const groups: Record<RunnableTrigger, ActionTemplate['group']> = {
  'post-login': 'Tokens',
  'credentials-exchange': 'Tokens',
  'pre-user-registration': 'Access',
  'post-user-registration': 'Services',
  'post-change-password': 'Services',
};

/** Those after the fact are given no `api` that could change anything. */
const parameters = (trigger: RunnableTrigger) =>
  trigger.startsWith('post-') && trigger !== 'post-login' ? 'event' : 'event, api';

/** For each trigger an Action that does nothing. */
export const emptyTemplates: readonly ActionTemplate[] = runnableTriggers.map((trigger) => ({
  id: `empty-${trigger}`,
  trigger,
  name: 'Empty Action',
  description: 'Does nothing.',
  group: groups[trigger],
  script: `exports.${triggerWords(trigger).handler} = async (${parameters(trigger)}) => {
};
`,
  example: { event: { user: { email: 'ada@example.com' } }, expect: { commands: [] } },
}));
