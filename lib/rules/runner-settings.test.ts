import { expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { defaultProcessLimits, defaultRunLimits } from './runner';
import { runnerSettings } from './runner-settings';

it('what nobody has set is the runner’s own default', () => {
  const { limits, process } = runnerSettings(parseEnv({}));
  expect(defaultRunLimits).toMatchObject({ ...limits });
  expect(defaultProcessLimits).toMatchObject({ ...process });
});

it('the operator’s settings are the limits', () => {
  const { limits, process } = runnerSettings(
    parseEnv({
      ANNEX_RULES_SECONDS: '5',
      ANNEX_RULES_CPU_MS: '1000',
      ANNEX_RULES_MEMORY_MB: '64',
      ANNEX_RULES_REQUESTS: '0',
    }),
  );
  expect(limits).toMatchObject({ wallMs: 5_000, cpuMs: 1_000, sliceMs: 250, requests: 0 });
  expect(process).toEqual({ heapMb: 64, rssMb: 256 });
});
