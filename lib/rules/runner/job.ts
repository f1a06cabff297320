import type { ActionRunInput } from './action-types';
import type { ActionsStart, CodeForm, RulesStart } from './protocol';
import type { HostCalls, JsonObject, Lane, RunInput } from './types';

type Own<T> = Omit<T, 'units' | 'limits'>;

/** What a run is to the machinery that runs it, whether it runs rules or Actions. */
export type Job = {
  form: CodeForm;
  lane: Lane;
  /** Who may have chosen what the code stumbles over: the user, else the application. */
  subject: string;
  start: Own<RulesStart> | Own<ActionsStart>;
  /** Answers calls. Of Actions only those to the network. */
  host: Partial<HostCalls>;
  waitForDetached: boolean;
  /** Takes what the code left. Throws a ProtocolError when it is not what the sandbox's own code would send. */
  take(outputs: readonly (JsonObject | undefined)[]): void;
  /** Ends of sentences that begin with the rule's or Action's name. */
  words: { late: string; stuck: string };
};

export function ruleJob(input: RunInput): Job {
  const { lane, host, user, context, configuration, auth0 = {} } = input;
  return {
    form: 'rule',
    lane,
    subject: String(user.user_id),
    start: { kind: 'rules', user, context, configuration, auth0 },
    host,
    waitForDetached: input.waitForDetached ?? lane === 'draft',
    take: () => {},
    words: { late: 'did not call callback', stuck: 'finished without calling callback.' },
  };
}

function subjectOf({ user, client }: ActionRunInput['event']): string {
  const find = (value: unknown, name: string) =>
    typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
  return String(find(user, 'user_id') ?? find(user, 'email') ?? find(client, 'client_id'));
}

export function actionJob(input: ActionRunInput, take: Job['take']): Job {
  const { lane, trigger, actions, resumes = false, event, surroundings } = input;
  const secrets = actions.map((action) => action.secrets);
  return {
    form: 'action',
    lane,
    subject: subjectOf(event),
    start: { kind: 'actions', trigger, resumes, event, secrets, surroundings },
    host: input.fetch ? { fetch: input.fetch } : {},
    waitForDetached: input.waitForDetached ?? lane === 'draft',
    take,
    words: { late: 'did not finish', stuck: 'waits for a promise that nothing settles.' },
  };
}
