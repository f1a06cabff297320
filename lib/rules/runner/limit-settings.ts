/** The setting that each limit of a run comes from, for the errors that name it. The sandbox reads it too. */
export const limitSettings = {
  wallMs: 'ANNEX_RULES_SECONDS',
  sliceMs: 'ANNEX_RULES_CPU_MS',
  cpuMs: 'ANNEX_RULES_CPU_MS',
  outputBytes: 'ANNEX_RULES_OUTPUT_KB',
  codeBytes: 'ANNEX_RULES_CODE_KB',
  pipelineCodeBytes: 'ANNEX_RULES_PIPELINE_KB',
  hostCalls: 'ANNEX_RULES_CALLS',
  requests: 'ANNEX_RULES_REQUESTS',
  trafficBytes: 'ANNEX_RULES_TRAFFIC_KB',
  timers: 'ANNEX_RULES_TIMERS',
  logLines: 'ANNEX_RULES_LOG_LINES',
  logBytes: 'ANNEX_RULES_LOG_KB',
  heapMb: 'ANNEX_RULES_MEMORY_MB',
} as const;

/** Behind what a limit allows: by which setting. */
export function setBy(limit: keyof typeof limitSettings): string {
  return `(setting ${limitSettings[limit]})`;
}
