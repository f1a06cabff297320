import { readdirSync, readFileSync } from 'node:fs';
import { buildExecutor } from '@/lib/rules/runner/build';
import { createRunner } from '@/lib/rules/runner/runner';
import type { RunInput } from '@/lib/rules/runner/types';

/**
 * `npm run soak -- [runs]`: 200,000 pipelines, one after the other and side by side, with libraries, writes, timers and
 * failures among them. Fails when resident memory, of this process or of its executors, still grows at the end.
 */
const runs = Number(process.argv[2] ?? 200_000);
const sampleCount = 40;
const growth = 1.25;

const scripts = [
  'function (user, context, callback) { context.idToken.a = user.n; callback(null, user, context); }',
  "function (user, context, callback) { user.big = _.range(50); context.idToken.b = require('crypto').createHash('sha256').update(String(user.n)).digest('hex'); callback(null, user, context); }",
  'async function (user, context, callback) { await auth0.users.updateUserMetadata(user.user_id, { n: user.n }); setTimeout(() => callback(null, user, context), 1); }',
  "function (user, context, callback) { if (user.n % 10 === 0) throw new Error('every tenth'); console.log(user); callback(null, user, context); }",
];

function residentMb(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
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

type Sample = { server: number; executors: number };

function grows(samples: readonly Sample[], of: keyof Sample): boolean {
  const quarter = Math.floor(samples.length / 4);
  const mean = (part: readonly Sample[]) => part.reduce((sum, sample) => sum + sample[of], 0) / part.length;
  return mean(samples.slice(-quarter)) > mean(samples.slice(quarter, quarter * 2)) * growth;
}

async function main(): Promise<void> {
  const runner = createRunner({ executorPath: await buildExecutor(), executors: 2 });
  const samples: Sample[] = [];
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < runs; n = next++) {
      const { kind } = await runner.runPipeline(input(n));
      if (kind !== (n % 10 === 0 ? 'error' : 'continue')) throw new Error(`Run ${n} ended as ${kind}.`);
      if (n % Math.ceil(runs / sampleCount) !== 0) continue;
      const executors = children().map(residentMb);
      const sample = {
        server: residentMb(process.pid),
        executors: executors.reduce((sum, mb) => sum + mb, 0),
      };
      samples.push(sample);
      console.log(
        `${n} runs: server ${sample.server.toFixed(0)} MB, ${executors.length} executors ${sample.executors.toFixed(0)} MB`,
      );
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await runner.stop();
  for (const of of ['server', 'executors'] as const)
    if (grows(samples, of)) throw new Error(`Resident memory still grows: ${of}.`);
  console.log(`${runs} runs, and resident memory is flat.`);
}

await main();
