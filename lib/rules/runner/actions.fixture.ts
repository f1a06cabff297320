import type { ActionRunInput, ActionRunResult, ActionTrigger } from './action-types';
import { testRunner } from './runner.fixture';
import type { Json, RunnerOptions } from './types';

/** The export that each trigger calls. */
export const entry: Record<ActionTrigger, string> = {
  'post-login': 'onExecutePostLogin',
  'credentials-exchange': 'onExecuteCredentialsExchange',
  'pre-user-registration': 'onExecutePreUserRegistration',
  'post-user-registration': 'onExecutePostUserRegistration',
  'post-change-password': 'onExecutePostChangePassword',
};

/** An Action with `body` for the body of its handler. */
export function action(body: string, trigger: ActionTrigger = 'post-login'): string {
  return `exports.${entry[trigger]} = async (event, api) => {\n${body}\n};`;
}

type Input = Partial<Omit<ActionRunInput, 'actions'>> & { secrets?: Record<string, string> };

export function anActionRun(
  codes: string | readonly string[],
  { secrets = {}, ...input }: Input = {},
): ActionRunInput {
  const list = typeof codes === 'string' ? [codes] : codes;
  return {
    runId: 'test',
    lane: 'live',
    trigger: 'post-login',
    actions: list.map((code, index) => ({
      id: `act_${index + 1}`,
      name: `Action ${index + 1}`,
      version: 1,
      code,
      secrets,
    })),
    event: {
      user: {
        user_id: `auth0|${crypto.randomUUID()}`,
        email: 'ada@example.com',
        user_metadata: {},
        app_metadata: {},
      },
      client: { client_id: 'app' },
      request: { ip: '203.0.113.7', query: {}, body: {} },
    },
    surroundings: { cache: [], executedRules: [], redirect: { isPossible: true, host: 'id.example' } },
    ...input,
  };
}

/** A runner of the test file's own, with real executors, and a shorthand to run Actions in it. */
export function testActions(options: RunnerOptions = {}) {
  const { runner, events } = testRunner({ limits: { queueMs: 60_000, ...options.limits }, ...options });
  const run = (codes: string | readonly string[], input?: Input): Promise<ActionRunResult> =>
    runner().runActions(anActionRun(codes, input));
  /** The value of an expression in an Action, or how the run ended instead. */
  const evaluate = async (expression: string, input?: Input): Promise<Json> => {
    const result = await run(action(`api.idToken.setCustomClaim('value', ${expression});`), input);
    if (result.kind !== 'continue') return `${result.kind}: ${result.error.message}`;
    const [command] = result.commands;
    return command?.type === 'idToken.setCustomClaim' ? command.value : `no value: ${command?.type}`;
  };
  return { run, evaluate, events, runner };
}
