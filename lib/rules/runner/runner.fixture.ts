import { afterAll, beforeAll } from 'vitest';
import { buildExecutor } from './build';
import { createRunner } from './runner';
import type {
  HostCalls,
  Json,
  JsonObject,
  RuleRunner,
  RunInput,
  RunnerEvent,
  RunnerOptions,
  RunResult,
} from './types';

export type Run = (scripts: string | readonly string[], input?: Partial<RunInput>) => Promise<RunResult>;

/** A runner of the test file's own, with real executors, and a shorthand to run scripts in it. */
export function testRunner(options: RunnerOptions = {}): {
  run: Run;
  events: RunnerEvent[];
  runner: () => RuleRunner;
} {
  const events: RunnerEvent[] = [];
  let runner: RuleRunner | undefined;
  const present = () => {
    if (!runner) throw new Error('The runner exists only while tests run.');
    return runner;
  };
  beforeAll(async () => {
    const executorPath = options.executorPath ?? (await buildExecutor());
    runner = createRunner({ executors: 2, onEvent: (event) => events.push(event), ...options, executorPath });
    await runner.warm();
  });
  afterAll(() => runner?.stop());
  return { run: (scripts, input) => present().runPipeline(aRun(scripts, input)), events, runner: present };
}

export function aRun(scripts: string | readonly string[], input: Partial<RunInput> = {}): RunInput {
  const list = typeof scripts === 'string' ? [scripts] : scripts;
  return {
    runId: 'test',
    lane: 'live',
    rules: list.map((script, index) => ({
      id: `rul_${index + 1}`,
      name: `Rule ${index + 1}`,
      version: 1,
      script,
    })),
    user: { user_id: `auth0|${crypto.randomUUID()}`, email: 'ada@example.com' },
    context: { clientID: 'app', idToken: {}, accessToken: {} },
    configuration: {},
    host: hostThatStores(),
    ...input,
  };
}

/** Host calls that answer as the verbs do, and remember what they were asked. */
export function hostThatStores(): HostCalls & { asked: Json[] } {
  const asked: Json[] = [];
  const answer =
    (bag: string) =>
    async (userId: string, patch: JsonObject, ruleId: string): Promise<Json> => {
      asked.push({ bag, userId, patch, ruleId });
      return { user_id: userId, [bag]: patch };
    };
  return { asked, updateUserMetadata: answer('user_metadata'), updateAppMetadata: answer('app_metadata') };
}

/** A rule with `body` for its function body, which calls back at the end unless it did. */
export function rule(body: string): string {
  return `function (user, context, callback) {\n${body}\n}`;
}

/** A rule that puts the value of an expression on the ID token, and goes on. */
export function claim(expression: string): string {
  return rule(`context.idToken.value = ${expression};\ncallback(null, user, context);`);
}

/** What `claim` put there, or how the run ended instead. */
export function claimed(result: RunResult): Json | undefined {
  const { idToken } = result.context;
  if (result.kind !== 'continue') return `${result.kind}: ${result.error.message}`;
  return typeof idToken === 'object' && idToken !== null && 'value' in idToken ? idToken.value : undefined;
}
