import type { Env } from '@/lib/env';
import type { RunnerOptions } from './runner';

/** The runner's limits as the operator has set them (`ANNEX_RULES_*`). */
export function runnerSettings(env: Env): Pick<RunnerOptions, 'limits' | 'process'> {
  const { ANNEX_RULES_CPU_MS: cpuMs, ANNEX_RULES_MEMORY_MB: heapMb } = env;
  return {
    limits: {
      wallMs: env.ANNEX_RULES_SECONDS * 1_000,
      cpuMs,
      sliceMs: Math.ceil(cpuMs / 4),
      outputBytes: env.ANNEX_RULES_OUTPUT_KB * 1_024,
      codeBytes: env.ANNEX_RULES_CODE_KB * 1_024,
      pipelineCodeBytes: env.ANNEX_RULES_PIPELINE_KB * 1_024,
      hostCalls: env.ANNEX_RULES_CALLS,
      requests: env.ANNEX_RULES_REQUESTS,
      trafficBytes: env.ANNEX_RULES_TRAFFIC_KB * 1_024,
      timers: env.ANNEX_RULES_TIMERS,
      logLines: env.ANNEX_RULES_LOG_LINES,
      logBytes: env.ANNEX_RULES_LOG_KB * 1_024,
    },
    process: { heapMb, rssMb: heapMb * 4 },
  };
}
