import type { Context } from '@/lib/context';
import { checkSearch, rebuildSearch } from '@/lib/users';
import { inWords, makeProgress, type ProgressOutput } from './progress';

type Surroundings = { output: ProgressOutput; signal: AbortSignal };

const shown = 20;

/** Brings what is searched up to date and says how it went. Gives the exit code. */
export async function rebuildUserSearch(ctx: Context, { output, signal }: Surroundings): Promise<number> {
  const progress = makeProgress(output);
  const started = performance.now();
  const { users, written } = await rebuildSearch(ctx, {
    signal,
    onBatch: (step) =>
      progress.show(`${inWords(step.users)} users read, ${inWords(step.written)} brought up to date`),
  });
  progress.done();
  const seconds = (performance.now() - started) / 1000;
  output.write(
    `${inWords(users)} users read, ${inWords(written)} brought up to date, in ${seconds.toFixed(1)} s.\n`,
  );
  if (signal.aborted) output.write('Stopped before the end; the next run goes on from there.\n');
  return signal.aborted ? 1 : 0;
}

const words = {
  missing: 'is not searchable: their row is missing',
  stale: 'is found by what they were',
  orphan: 'is searched and does not exist',
  no_activity: 'is not searchable: their activity is missing',
};

/** Says what of the users is not searched as it should be. Gives the exit code: 1 when there is a difference. */
export async function checkUserSearch(ctx: Context, { output, signal }: Surroundings): Promise<number> {
  const progress = makeProgress(output);
  let told = 0;
  const { users, differences } = await checkSearch(ctx, {
    signal,
    onBatch: ({ found, users: read }) => {
      for (const { userId, kind, columns } of found) {
        if (told++ >= shown) continue;
        progress.done();
        output.write(`  ${userId} ${words[kind]}${columns.length > 0 ? ` (${columns.join(', ')})` : ''}\n`);
      }
      progress.show(`${inWords(read)} users compared`);
    },
  });
  progress.done();
  if (told > shown) output.write(`  and ${inWords(told - shown)} more\n`);
  const verdict = differences === 0 ? 'no difference' : `${inWords(differences)} differences`;
  output.write(`${inWords(users)} users compared: ${verdict}.\n`);
  if (signal.aborted) output.write('Stopped before the end.\n');
  return differences > 0 || signal.aborted ? 1 : 0;
}
