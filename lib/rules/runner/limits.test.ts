import { describe, expect, it } from 'vitest';
import { EgressError } from '@/lib/egress';
import { settingRows } from '@/lib/env';
import { action, anActionRun } from './actions.fixture';
import { limitSettings } from './limit-settings';
import { aRun, hostThatStores, rule, testRunner } from './runner.fixture';
import type { HostCalls, RunLimits } from './types';

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
        outcome: timeout(
          'wall',
          'The rule "Rule 1" did not call callback within 150 ms (setting ANNEX_RULES_SECONDS).',
        ),
      },
    ],
    [
      'processor without a pause',
      {
        limits: { sliceMs: 200 },
        body: spin,
        outcome: timeout(
          'cpu',
          'The rule "Rule 1" used the processor for more than 200 ms without a pause (setting ANNEX_RULES_CPU_MS).',
        ),
      },
    ],
    [
      'processor in all',
      {
        limits: { ...patient, cpuMs: 200 },
        body: short,
        outcome: timeout(
          'cpu',
          'The rule "Rule 1" used the processor for more than 200 ms in all (setting ANNEX_RULES_CPU_MS).',
        ),
      },
    ],
    [
      'code of one rule',
      {
        limits: { codeBytes: 200 },
        body: `/* ${'é'.repeat(100)} */ callback();`,
        outcome: limit(
          'code_too_large',
          'The rule "Rule 1" has more than 200 bytes of code (setting ANNEX_RULES_CODE_KB).',
        ),
      },
    ],
    [
      'code of all rules',
      {
        limits: { pipelineCodeBytes: 20 },
        body: 'callback(null, user, context);',
        outcome: limit(
          'code_too_large',
          'The rules together have more than 20 bytes of code (setting ANNEX_RULES_PIPELINE_KB).',
        ),
      },
    ],
    [
      'output',
      {
        limits: { ...patient, outputBytes: 1_000 },
        body: 'user.big = "x".repeat(1000); callback(null, user, context);',
        outcome: limit(
          'output_too_large',
          'The user is larger than 1000 bytes of JSON (setting ANNEX_RULES_OUTPUT_KB).',
        ),
      },
    ],
    [
      'calls of the host',
      {
        limits: { ...patient, hostCalls: 2 },
        body: 'Promise.all([1, 2, 3].map((n) => auth0.users.updateAppMetadata(user.user_id, { n }))).then(() => callback(), callback);',
        outcome: told('deny', 'A sign-in may make 2 calls to auth0.users (setting ANNEX_RULES_CALLS).'),
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
            message:
              'request to https://a.test failed, reason: A sign-in may make 2 requests (setting ANNEX_RULES_REQUESTS).',
          },
        },
      },
    ],
    [
      'weight of requests and answers',
      {
        limits: { ...patient, trafficBytes: 20 },
        body: 'fetch("https://a.test/large").then(() => callback(), callback);',
        outcome: {
          kind: 'deny',
          error: {
            name: 'FetchError',
            message:
              'request to https://a.test/large failed, reason: The requests of a sign-in and their answers may weigh 20 bytes together (setting ANNEX_RULES_TRAFFIC_KB).',
          },
        },
      },
    ],
    [
      'one call of the host',
      {
        limits: { ...patient, outputBytes: 500 },
        body: 'auth0.users.updateAppMetadata(user.user_id, { big: "x".repeat(500) }).then(() => callback(), callback);',
        outcome: told('deny', 'A call may carry 500 bytes (setting ANNEX_RULES_OUTPUT_KB).'),
      },
    ],
    [
      'timers',
      {
        limits: { ...patient, timers: 2 },
        body: 'for (let i = 0; i < 3; i++) setTimeout(() => {}, 60000);',
        outcome: told('error', 'A sign-in may set 2 timers (setting ANNEX_RULES_TIMERS).'),
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
    const fetch: HostCalls['fetch'] = async (_call, maxBytes) => {
      if (maxBytes < 100) throw new EgressError('ERR_RESPONSE_TOO_LARGE', 'As the guard says it.');
      return answer;
    };
    const host = { ...hostThatStores(), fetch };
    expect(await runner().runPipeline(aRun(rule(body), { limits, host }))).toMatchObject(outcome);
  });

  it.each<[string, Partial<RunLimits>, string]>([
    ['log lines', { logLines: 3 }, 'ANNEX_RULES_LOG_LINES'],
    ['weight of the log', { logBytes: 250 }, 'ANNEX_RULES_LOG_KB'],
  ])('%s: the last line says so, and the run goes on', async (_, limits, setting) => {
    const body = 'for (let i = 0; i < 50; i++) console.log("x".repeat(100)); callback(null, user, context);';
    const result = await runner().runPipeline(aRun(rule(body), { limits: { ...patient, ...limits } }));
    expect(result.kind).toBe('continue');
    expect(result.logs.length).toBeLessThanOrEqual(4);
    expect(result.logs.at(-1)?.text).toContain(`limit of console output is reached (setting ${setting})`);
  });

  it.runIf(process.platform === 'linux')('memory', async () => {
    const body = 'new Array(1e8).fill(0); new Array(1e8).fill(0);';
    const result = await runner().runPipeline(aRun(rule(body), { limits: patient }));
    expect(result).toMatchObject(
      limit('memory', 'The rule "Rule 1" used more memory than it may (setting ANNEX_RULES_MEMORY_MB).'),
    );
  });

  it('the words are those of Actions for an Action', async () => {
    const limits = { codeBytes: 20 };
    const result = await runner().runActions(anActionRun(action('event.user;'), { limits }));
    expect(result).toMatchObject(
      limit(
        'code_too_large',
        'The Action "Action 1" has more than 20 bytes of code (setting ANNEX_RULES_CODE_KB).',
      ),
    );
  });
});

it('every setting that an error names is one that there is', () => {
  const names = settingRows.map(({ name }) => name);
  expect(Object.values(limitSettings).filter((name) => !names.includes(name))).toEqual([]);
});
