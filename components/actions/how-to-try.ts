import { formatJson } from '@/components/metadata/json';
import { type Decision, decisions } from '@/components/scripts/decision';
import { type Expectable, ofSignIn } from '@/components/scripts/expectable';
import type { OfferedSubjects } from '@/components/scripts/test-subject';
import { partsOfTrigger } from '@/lib/trials/schemas';
import { type ActionTestForm, emptyActionForm } from './action-test-request';
import { type RunnableTrigger, triggerWords } from './trigger-words';

type Tried = {
  offers: OfferedSubjects;
  /** The form to begin with. */
  form: ActionTestForm;
  /** An example of members to lay over the event. */
  overlay: string;
  /** Before the first run. */
  invites: string;
};

const people = { subjects: ['user', 'json'], legend: 'About whom', hasProtocols: false } as const;

/** How an Action of each trigger is tried. */
export const howToTry: Record<RunnableTrigger, Tried> = {
  'post-login': {
    offers: { subjects: ['user', 'sign-in', 'json'], legend: 'Whose sign-in', hasProtocols: true },
    form: emptyActionForm,
    overlay: '{"stats": {"logins_count": 1}}',
    invites: 'Run the Action to see what it decides, what the tokens would say and what it would store.',
  },
  'credentials-exchange': {
    offers: { subjects: [], legend: '', hasProtocols: false },
    form: {
      ...emptyActionForm,
      subject: 'none',
      eventText: formatJson({
        resource_server: { identifier: 'https://api.example.com' },
        accessToken: { customClaims: {}, scope: ['read:orders'] },
        transaction: { requested_scopes: ['read:orders'], target_scopes: ['read:orders'] },
      }),
    },
    overlay: '{"resource_server": {"identifier": "https://api.example.com"}}',
    invites: 'Run the Action to see what it decides and what the token would say.',
  },
  'pre-user-registration': {
    offers: { ...people, subjects: ['json'] },
    form: { ...emptyActionForm, subject: 'json', userText: formatJson({ email: 'ada@example.com' }) },
    overlay: '{"connection": {"name": "staff"}}',
    invites: 'Run the Action to see whether it lets somebody sign up and what it would store with them.',
  },
  'post-user-registration': {
    offers: people,
    form: emptyActionForm,
    overlay: '{"connection": {"name": "staff"}}',
    invites: 'Run the Action to see what it asks for and what it writes to the console.',
  },
  'post-change-password': {
    offers: people,
    form: emptyActionForm,
    overlay: '{"connection": {"name": "staff"}}',
    invites: 'Run the Action to see what it asks for and what it writes to the console.',
  },
};

/** How a run ended, in a word and a sentence. */
export function endedAs(
  result: Decision,
  trigger: RunnableTrigger,
): { word: string; says: string | undefined } {
  if (result === 'continue') return triggerWords(trigger).passes;
  const { word, says } = decisions[result];
  return { word, says: trigger === 'post-login' ? says : undefined };
}

/** How Actions of a trigger cannot end: whom nobody waits for refuses nobody, and only a browser can be sent away. */
const impossible: Record<RunnableTrigger, readonly Decision[]> = {
  'post-login': [],
  'credentials-exchange': ['redirect'],
  'pre-user-registration': ['redirect'],
  'post-user-registration': ['redirect', 'deny'],
  'post-change-password': ['redirect', 'deny'],
};

/** What a saved test of an Action can expect. */
export function expectableOf(trigger: RunnableTrigger): Expectable {
  return {
    endings: ofSignIn.endings
      .filter(({ value }) => !impossible[trigger].includes(value))
      .map(({ value }) => ({ value, name: endedAs(value, trigger).word })),
    parts: partsOfTrigger[trigger],
  };
}
