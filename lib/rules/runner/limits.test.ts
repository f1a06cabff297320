import { describe, expect, it } from 'vitest';
import { action, anActionRun } from './actions.fixture';
import { aRun, hostThatStores, rule, testRunner } from './runner.fixture';
import type { RunLimits } from './types';

const { runner } = testRunner({ process: { rssMb: 160 } });

/** For what ends by itself: slices are by the clock, and other work may have the processor. */
const patient = { sliceMs: 10_000, cpuMs: 20_000, queueMs: 60_000 };

type Case = { limits: Partial<RunLimits>; body: string; outcome: object };

const timeout = (cause: string, message: string) => ({
  kind: 'timeout',
  cause,
  error: { name: 'TimeoutError', message },
});
const limit = (name: string, message: string) => ({
  kind: 'limit',
  limit: name,
  error: { name: 'LimitError', code: name, message },
});
/** An error in the rule, which may go on without. */
const told = (kind: string, message: string) => ({ kind, error: { name: 'RangeError', message } });

const spin = 'for (;;);';
const short = 'setInterval(() => { const end = Date.now() + 40; while (Date.now() < end); }, 1);';

describe('each limit of a run has an error of its own', () => {
  it.each<[string, Case]>([
    [
      'time of the pipeline',
      {
        limits: { ...patient, wallMs: 150 },
        body: 'setInterval(() => {}, 20);',
        outcome: timeout('wall', 'The rule "Rule 1" did not call callback within 150 ms.'),
      },
    ],
    [
      'processor without a pause',
      {
        limits: { sliceMs: 200 },
        body: spin,
        outcome: timeout('cpu', 'The rule "Rule 1" used the processor for more than 200 ms without a pause.'),
      },
    ],
    [
      'processor in all',
      {
        limits: { ...patient, cpuMs: 200 },
        body: short,
        outcome: timeout('cpu', 'The rule "Rule 1" used the processor for more than 200 ms in all.'),
      },
    ],
    [
      'code of one rule',
      {
        limits: { codeBytes: 200 },
        body: `/* ${'é'.repeat(100)} */ callback();`,
        outcome: limit('code_too_large', 'The rule "Rule 1" has more than 200 bytes of code.'),
      },
    ],
    [
      'code of all rules',
      {
        limits: { pipelineCodeBytes: 20 },
        body: 'callback(null, user, context);',
        outcome: limit('code_too_large', 'The rules together have more than 20 bytes of code.'),
      },
    ],
    [
      'output',
      {
        limits: { ...patient, outputBytes: 1_000 },
        body: 'user.big = "x".repeat(1000); callback(null, user, context);',
        outcome: limit('output_too_large', 'The user is larger than 1000 bytes of JSON.'),
      },
    ],
    [
      'calls of the host',
      {
        limits: { ...patient, hostCalls: 2 },
        body: 'Promise.all([1, 2, 3].map((n) => auth0.users.updateAppMetadata(user.user_id, { n }))).then(() => callback(), callback);',
        outcome: told('deny', 'A sign-in may make 2 calls to auth0.users.'),
      },
    ],
    [
      'HTTP requests',
      {
        limits: { ...patient, requests: 2 },
        body: 'Promise.all([1, 2, 3].map(() => fetch("https://a.test"))).then(() => callback(), callback);',
        outcome: {
          kind: 'deny',
          error: {
            name: 'FetchError',
            message: 'request to https://a.test failed, reason: A sign-in may make 2 requests.',
          },
        },
      },
    ],
    [
      'timers',
      {
        limits: { ...patient, timers: 2 },
        body: 'for (let i = 0; i < 3; i++) setTimeout(() => {}, 60000);',
        outcome: told('error', 'A sign-in may set 2 timers.'),
      },
    ],
  ])('%s', async (_, { limits, body, outcome }) => {
    const answer = {
      url: 'https://a.test',
      redirected: false,
      status: 200,
      statusText: '',
      headers: [],
      body: '',
    };
    const host = { ...hostThatStores(), fetch: async () => answer };
    expect(await runner().runPipeline(aRun(rule(body), { limits, host }))).toMatchObject(outcome);
  });

  it.each<[string, Partial<RunLimits>, number]>([
    ['log lines', { logLines: 3 }, 4],
    ['weight of the log', { logBytes: 250 }, 4],
  ])('%s: the last line says so, and the run goes on', async (_, limits, most) => {
    const body = 'for (let i = 0; i < 50; i++) console.log("x".repeat(100)); callback(null, user, context);';
    const result = await runner().runPipeline(aRun(rule(body), { limits: { ...patient, ...limits } }));
    expect(result.kind).toBe('continue');
    expect(result.logs.length).toBeLessThanOrEqual(most);
    expect(result.logs.at(-1)?.text).toContain('limit of console output');
  });

  it.runIf(process.platform === 'linux')('memory', async () => {
    const body = 'new Array(1e8).fill(0); new Array(1e8).fill(0);';
    const result = await runner().runPipeline(aRun(rule(body), { limits: patient }));
    expect(result).toMatchObject(limit('memory', 'The rule "Rule 1" used more memory than it may.'));
  });

  it('the words are those of Actions for an Action', async () => {
    const limits = { codeBytes: 20 };
    const result = await runner().runActions(anActionRun(action('event.user;'), { limits }));
    expect(result).toMatchObject(
      limit('code_too_large', 'The Action "Action 1" has more than 20 bytes of code.'),
    );
  });
});
