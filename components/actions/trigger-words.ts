/** What a person calls a trigger, and when its Actions run. */
export type TriggerWords = {
  name: string;
  when: string;
  /** The function that an Action of it exports. */
  handler: string;
  /** What it means that none of them objects: a word, and a sentence. */
  passes: { word: string; says: string };
};

const runnable = {
  'post-login': {
    name: 'Sign-in',
    when: 'After a person has signed in and after the rules, each time tokens are issued for them.',
    handler: 'onExecutePostLogin',
    passes: { word: 'Let in', says: 'The sign-in goes on.' },
  },
  'credentials-exchange': {
    name: 'Machine to machine',
    when: 'Before an access token is issued for a program by the client credentials grant.',
    handler: 'onExecuteCredentialsExchange',
    passes: { word: 'Issued', says: 'The token is issued.' },
  },
  'pre-user-registration': {
    name: 'Before sign-up',
    when: 'Before a new user is stored, who can still be refused.',
    handler: 'onExecutePreUserRegistration',
    passes: { word: 'Let in', says: 'The user is stored.' },
  },
  'post-user-registration': {
    name: 'After sign-up',
    when: 'After a new user was stored. Nobody waits for it.',
    handler: 'onExecutePostUserRegistration',
    passes: { word: 'Done', says: 'The Action came to its end.' },
  },
  'post-change-password': {
    name: 'Changed password',
    when: 'After a user has changed their password.',
    handler: 'onExecutePostChangePassword',
    passes: { word: 'Done', says: 'The Action came to its end.' },
  },
} as const satisfies Record<string, TriggerWords>;

export type RunnableTrigger = keyof typeof runnable;

/** The triggers whose Actions run, in the order of somebody's life with an application. */
export const runnableTriggers = Object.keys(runnable) as readonly RunnableTrigger[];

export const isRunnable = (trigger: string): trigger is RunnableTrigger => trigger in runnable;

/** Of a trigger whose Actions Annex keeps and does not run, its id is all there is to say. */
export function triggerWords(trigger: string): TriggerWords {
  if (isRunnable(trigger)) return runnable[trigger];
  return {
    name: trigger,
    when: 'Annex keeps its Actions and does not run them.',
    handler: '',
    passes: { word: '', says: '' },
  };
}

/** The trigger of an Action. */
export function triggerOf({ supported_triggers }: { supported_triggers: readonly { id: string }[] }): string {
  return supported_triggers[0]?.id ?? '';
}
