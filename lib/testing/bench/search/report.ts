export type Sample = { ms: number; failed: boolean };

export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0).padStart(7);

/** `p50 p95 p99 max`, in milliseconds, and how many failed. */
export function line(name: string, samples: readonly Sample[]): string {
  const sorted = samples.map((sample) => sample.ms).sort((a, b) => a - b);
  const failed = samples.filter((sample) => sample.failed).length;
  const numbers = [0.5, 0.95, 0.99, 1].map((part) => ms(percentile(sorted, part))).join('');
  return `${name.padEnd(46)}${numbers}${failed > 0 ? `   ${failed} of ${samples.length} answered 503` : ''}`;
}

export const head = (title: string) => `\n${title.padEnd(46)}    p50    p95    p99    max  (ms)`;

/** Says whether a goal is met, in the same words each time. */
export function goal(text: string, value: number, limit: number): void {
  console.log(`${value <= limit ? 'met   ' : 'MISSED'}  ${text}: ${value.toFixed(1)} (goal ${limit})`);
}
