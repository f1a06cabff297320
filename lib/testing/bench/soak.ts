import { readdirSync, readFileSync } from 'node:fs';
import { buildExecutor } from '@/lib/rules/runner/build';
import { createRunner } from '@/lib/rules/runner/runner';
import type { RunInput, RunnerEvent } from '@/lib/rules/runner/types';

/**
 * `npm run soak -- [runs]`: 200,000 pipelines after as many to warm up, one after the other and side by side, with
 * libraries, writes, timers and failures among them. Prints memory of this process and of its executors, a mean for each
 * tenth of the runs, and the line through the samples of the second half: V8 lets the heap of a busy process grow in its
 * first minutes, and what leaks goes on. Ends with 1 when that line rises by more than a twentieth of the mean, or when an executor was let
 * go, since a fresh process would hide what the old one had kept. The executors are two that work and the spare.
 */
const runs = Number(process.argv[2] ?? 400_000);
if (!Number.isInteger(runs) || runs < 1_000) throw new Error('Say how many runs, 1000 or more.');
const points = 10;
const samplesAPoint = 20;
const largestRise = 0.05;
const warmUp = 0.5;
/**
 * Memory is measured here, not time: a machine that is busy with other work is no reason to stop. The time limit of each
 * slice is held in memory until it is over, so it is not longer than that needs.
 */
const patient = { sliceMs: 5_000, cpuMs: 120_000, wallMs: 120_000, queueMs: 120_000 };

const scripts = [
  'function (user, context, callback) { context.idToken.a = user.n; callback(null, user, context); }',
  "function (user, context, callback) { user.big = _.range(50); context.idToken.b = require('crypto').createHash('sha256').update(String(user.n)).digest('hex'); callback(null, user, context); }",
  'async function (user, context, callback) { await auth0.users.updateUserMetadata(user.user_id, { n: user.n }); setTimeout(() => callback(null, user, context), 1); }',
  "function (user, context, callback) { if (user.n % 10 === 0) throw new Error('every tenth'); console.log(user); callback(null, user, context); }",
];

/** Resident memory that is the process's own: what a file is behind, such as code, the system takes and brings back. */
function ownMb(pid: number): number {
  try {
    const [, kilobytes = '0'] =
      /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    // It has ended between two looks.
    return 0;
  }
}

function children(): number[] {
  return readdirSync(`/proc/${process.pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${process.pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

const input = (n: number): RunInput => ({
  runId: String(n),
  lane: 'live',
  rules: scripts.map((script, index) => ({ id: `rul_${index}`, name: `Rule ${index}`, version: 1, script })),
  user: { user_id: `auth0|${n % 1_000}`, n },
  context: { clientID: 'app', idToken: {}, accessToken: {} },
  configuration: { KEY: 'value' },
  host: {
    updateUserMetadata: async (userId, patch) => ({ user_id: userId, user_metadata: patch }),
    updateAppMetadata: async (userId, patch) => ({ user_id: userId, app_metadata: patch }),
  },
});

const processes = ['server', 'executors'] as const;
/** MB; `heap` is what this process's JavaScript holds, with what is not yet collected. */
type Sample = Record<(typeof processes)[number], number> & { run: number; heap: number };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How much the least-squares line through the samples rises from the first to the last, in MB. */
function rise(samples: readonly Sample[], of: keyof Sample): number {
  const middle = { run: mean(samples.map(({ run }) => run)), mb: mean(samples.map((sample) => sample[of])) };
  let together = 0;
  let alone = 0;
  for (const sample of samples) {
    together += (sample.run - middle.run) * (sample[of] - middle.mb);
    alone += (sample.run - middle.run) ** 2;
  }
  const ordered = samples.map(({ run }) => run);
  return (together / alone) * (Math.max(...ordered) - Math.min(...ordered));
}

function printPoint(samples: readonly Sample[], started: number): void {
  const [server, executors] = processes.map((of) => mean(samples.map((sample) => sample[of])).toFixed(1));
  const run = Math.max(...samples.map((sample) => sample.run));
  const perSecond = (run / (performance.now() - started)) * 1000;
  const heap = Math.min(...samples.map((sample) => sample.heap)).toFixed(1);
  console.log(
    `${run} runs: server ${server} MB (least heap ${heap} MB), executors ${executors} MB, ${perSecond.toFixed(0)} runs/s`,
  );
}

/** False when memory of `of` still rises; says so either way. */
function isFlat(samples: readonly Sample[], of: (typeof processes)[number]): boolean {
  const measured = samples.slice(samples.length * warmUp);
  const mb = mean(measured.map((sample) => sample[of]));
  const risen = rise(measured, of);
  const flat = risen <= mb * largestRise;
  const slope = (risen / (runs * (1 - warmUp))) * 100_000;
  console.log(
    `${of}: ${mb.toFixed(1)} MB, ${slope.toFixed(2)} MB per 100,000 runs: ${flat ? 'flat' : 'STILL GROWS'}`,
  );
  return flat;
}

async function main(): Promise<void> {
  const started = performance.now();
  const executorPath = await buildExecutor();
  const bundlers = new Set(children());
  const replaced: RunnerEvent[] = [];
  const runner = createRunner({
    executorPath,
    executors: 2,
    mostExecutors: 2,
    limits: patient,
    process: { graceMs: 60_000, heartbeatMs: 60_000 },
    onEvent: (event) => replaced.push(event),
  });
  const samples: Sample[] = [];
  const every = Math.floor(runs / (points * samplesAPoint));
  let next = 0;
  let ended = 0;
  const worker = async () => {
    for (let n = next++; n < runs; n = next++) {
      const { kind } = await runner.runPipeline(input(n));
      if (kind !== (n % 10 === 0 ? 'error' : 'continue')) throw new Error(`Run ${n} ended as ${kind}.`);
      if (++ended % every !== 0) continue;
      const executors = children().filter((pid) => !bundlers.has(pid));
      samples.push({
        run: ended,
        server: ownMb(process.pid),
        heap: process.memoryUsage().heapUsed / 2 ** 20,
        executors: executors.reduce((sum, pid) => sum + ownMb(pid), 0),
      });
      if (samples.length % samplesAPoint === 0) printPoint(samples.slice(-samplesAPoint), started);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await runner.stop();
  const flat = processes.map((of) => isFlat(samples, of));
  for (const event of replaced) console.log(`An executor was let go: ${JSON.stringify(event)}`);
  if (flat.includes(false) || replaced.length > 0) process.exitCode = 1;
}

await main();
