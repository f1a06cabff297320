import { availableParallelism } from 'node:os';
import { buildExecutor, bundlePrelude } from './build';
import { libraryVersions } from './build-libraries';
import { defaultRunLimits } from './limits';
import { createRunner } from './runner';
import { createSandbox } from './sandbox/isolate';
import type { RunInput } from './types';

export type RunnerFigures = {
  /** One sign-in at a time, milliseconds. */
  p50: number;
  p99: number;
  /** Pipelines a second with 32 sign-ins under way, the median of three rounds. */
  perSecond: number;
  /** The same pipelines, each in an isolate of its own, as many at a time as there are cores. */
  freshPerSecond: number;
};

const scripts = [
  `function addRoles(user, context, callback) {
    user.app_metadata = user.app_metadata || {};
    context.idToken['https://example.com/roles'] = user.app_metadata.roles || [];
    callback(null, user, context);
  }`,
  `function (user, context, callback) {
    if (user.email && user.email.endsWith('@blocked.example')) return callback(new UnauthorizedError('Access denied.'));
    return callback(null, user, context);
  }`,
  `async function (user, context, callback) {
    context.accessToken['https://example.com/plan'] = (user.user_metadata || {}).plan || configuration.DEFAULT_PLAN;
    callback(null, user, context);
  }`,
];

const refused = () => Promise.reject(new Error('The bench writes nothing.'));

const input: RunInput = {
  runId: 'bench',
  lane: 'live',
  rules: scripts.map((script, index) => ({ id: `rul_${index}`, name: `Rule ${index}`, version: 1, script })),
  user: {
    user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
    email: 'ada@example.com',
    email_verified: true,
    name: 'Ada Lovelace',
    user_metadata: { color: 'green', address: { city: 'London', lines: ['12 St James Square'] } },
    app_metadata: { roles: ['admin', 'editor'], plan: 'full', limits: { seats: 10 } },
  },
  context: {
    clientID: 'app',
    clientName: 'App',
    protocol: 'oidc-basic-profile',
    stats: { loginsCount: 3 },
    idToken: {},
    accessToken: {},
  },
  configuration: { DEFAULT_PLAN: 'free' },
  host: { updateUserMetadata: refused, updateAppMetadata: refused },
};

/** Three simple rules in real executors. */
export async function benchRunner(runs = 5_000): Promise<RunnerFigures> {
  const runner = createRunner({ executorPath: await buildExecutor() });
  const once = async () => {
    const began = performance.now();
    const result = await runner.runPipeline(input);
    if (result.kind !== 'continue') throw new Error(`A run of the bench ended as ${result.kind}.`);
    return performance.now() - began;
  };
  for (let warm = 0; warm < 500; warm++) await once();

  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await once());
  times.sort((left, right) => left - right);

  const crowd = async () => {
    let left = runs;
    const began = performance.now();
    const worker = async () => {
      while (left-- > 0) await once();
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    return runs / ((performance.now() - began) / 1000);
  };
  await crowd();
  const rates = [await crowd(), await crowd(), await crowd()].sort((left, right) => left - right);
  const perSecond = at(rates, 0.5);
  await runner.stop();
  const freshPerSecond = await benchFreshIsolates(Math.ceil(runs / 50));
  return { p50: at(times, 0.5), p99: at(times, 0.99), perSecond: Math.round(perSecond), freshPerSecond };
}

/** The yardstick: what would be paid for a new isolate with the same surface for each sign-in. */
async function benchFreshIsolates(runs: number): Promise<number> {
  const root = process.cwd();
  const held: typeof globalThis & { PRELUDE?: string } = globalThis;
  held.PRELUDE = await bundlePrelude(root, await libraryVersions(root));
  const { rules: _, ...start } = input;
  const units = scripts.map((_, index) => ({ key: String(index), name: `Rule ${index}` }));
  const { outputBytes, hostCalls, requests, timers, logLines, logBytes } = defaultRunLimits;
  const limits = { outputBytes, hostCalls, requests, timers, logLines, logBytes };
  const data = JSON.stringify({ ...start, kind: 'rules', auth0: {}, units, limits });
  let left = runs;
  let ended = 0;
  const worker = async () => {
    while (left-- > 0) {
      const sandbox = await createSandbox(128, (_, op) => {
        if (op === 'done') ended += 1;
      });
      for (const [index, code] of scripts.entries()) sandbox.define(String(index), 'rule', code);
      sandbox.enter('start', 1, data, 1_000);
      sandbox.dispose();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (ended !== runs) throw new Error(`${runs - ended} runs in isolates of their own did not end.`);
  return Math.round(runs / ((performance.now() - began) / 1000));
}

function at(sorted: readonly number[], part: number): number {
  return Number((sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(3));
}
