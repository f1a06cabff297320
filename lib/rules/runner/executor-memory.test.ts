import { expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';

const { run, events } = testRunner({ process: { rssMb: 160 }, limits: { sliceMs: 10_000, cpuMs: 10_000 } });

it.runIf(process.platform === 'linux')(
  'a process that grows is killed from outside, whatever the isolate says',
  async () => {
    const result = await run(rule('new Array(1e8).fill(0); new Array(1e8).fill(0);'));
    expect(result).toMatchObject({
      kind: 'limit',
      limit: 'memory',
      error: { ruleId: 'rul_1', code: 'memory' },
    });
    expect(events).toContainEqual(expect.objectContaining({ type: 'killed', reason: 'memory' }));
    expect(claimed(await run(claim('1')))).toBe(1);
  },
);
