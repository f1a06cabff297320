import {
  circumstancesOf,
  emptyForm,
  fromCircumstances,
  type GivenCircumstances,
  type Made,
  made,
  parseObject,
  parseTexts,
  type TestForm,
  textOf,
} from '@/components/scripts/test-form';
import type { TryActionInput } from '@/lib/trials/schemas';
import type { RunnableTrigger } from './trigger-words';

/** The test panel's form for an Action. */
export type ActionTestForm = TestForm & {
  /** JSON laid over the event; empty for none. */
  eventText: string;
  /** JSON laid over the secrets; empty for none. */
  secretsText: string;
  usesSecrets: boolean;
  /** The person comes back from where the Action sent them. */
  resumes: boolean;
  /** JSON that `validateToken` finds; empty: it checks the token of the request. */
  payloadText: string;
};

export const emptyActionForm: ActionTestForm = {
  ...emptyForm,
  eventText: '',
  secretsText: '',
  usesSecrets: false,
  resumes: false,
  payloadText: '',
};

/** Of the Action that is tried: its event, its secrets, whether it goes on. For `made`. */
function ownOf(form: ActionTestForm) {
  const event = parseObject('event', 'The event', form.eventText);
  const secrets = parseTexts('secrets', 'The secrets', form.secretsText);
  const payload = parseObject('payload', 'What comes back', form.payloadText);
  return {
    ...(event ? { event } : {}),
    ...(secrets ? { secrets } : {}),
    ...(form.resumes ? { resume: payload ? { payload } : {} } : {}),
  };
}

/** Whom and what surrounds a trial, or what to mend in the form first. */
export const toActionCircumstances = (form: ActionTestForm) =>
  made(() => ({ ...circumstancesOf(form), ...ownOf(form) }));

/** The request for what the form says, or what to mend in it first. */
export function toActionTest(
  form: ActionTestForm,
  draft: { actionId: string; code: string; trigger: RunnableTrigger },
): Made<TryActionInput> {
  return made(() => {
    const { resume, secrets, ...own } = ownOf(form);
    const tried =
      form.runs === 'live'
        ? { trigger: draft.trigger }
        : {
            code: draft.code,
            action_id: draft.actionId,
            ...(secrets ? { secrets } : {}),
            ...(resume ? { resume } : {}),
          };
    return {
      ...tried,
      pipeline: form.runs !== 'alone',
      ...circumstancesOf(form),
      ...own,
      use_configuration: form.usesConfiguration,
      use_secrets: form.usesSecrets,
    };
  });
}

type GivenAction = GivenCircumstances & Pick<TryActionInput, 'event' | 'secrets' | 'resume'>;

/** The form for what a saved test says. */
export function fromActionCircumstances(
  given: GivenAction,
): Omit<ActionTestForm, 'runs' | 'usesConfiguration' | 'usesSecrets'> {
  return {
    ...fromCircumstances(given),
    eventText: textOf(given.event),
    secretsText: textOf(given.secrets),
    resumes: given.resume !== undefined,
    payloadText: textOf(given.resume?.payload),
  };
}
