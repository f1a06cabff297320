import { database } from '@/db/database';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { asActor, type Context } from '@/lib/context';
import { type ImportSummary, importUsers, openRecordFile, type RowReport } from '@/lib/imports';
import type { ImportCommand } from './import-options';
import { inWords, makeProgress } from './progress';
import { openReportFile } from './report-file';

const shownReports = 10;

function lineOf({ row, line, errors }: RowReport): string {
  const reasons = errors.map(({ code, message, path }) => `${path ? `${path}: ` : ''}${message} (${code})`);
  return `  row ${row}, line ${line}: ${reasons.join('; ')}`;
}

function summarize(summary: ImportSummary, seconds: number): string[] {
  const { inserted, updated, failed, total, notStored } = summary;
  const rate = Math.round(total / Math.max(seconds, 0.001));
  const fields = Object.entries(notStored).map(([name, count]) => `${name} (${inWords(count)})`);
  return [
    `${inWords(total)} ${total === 1 ? 'record' : 'records'}: ${inWords(inserted)} inserted, ${inWords(updated)} updated, ${inWords(failed)} failed.`,
    `It took ${seconds.toFixed(1)} s, ${inWords(rate)} records a second.`,
    ...(fields.length > 0 ? [`This version has no place for: ${fields.join(', ')}.`] : []),
  ];
}

/** Imports one file of users and says how it went. Gives the exit code. */
export async function importUsersFile(
  ctx: Context,
  command: ImportCommand,
  signal: AbortSignal,
): Promise<number> {
  const file = await openRecordFile(command.path);
  await ensureConnection(asActor(ctx, { type: 'system', reason: 'import' }, 'system'), defaultConnection);
  const reportFile = command.report === null ? null : await openReportFile(command.report);
  const progress = makeProgress(process.stdout);
  const started = performance.now();
  let reported = 0;

  const summary = await importUsers(ctx, {
    source: file.records,
    connection: command.connection,
    upsert: command.upsert,
    signal,
    onStep: async ({ summary: { total, failed }, reports }) => {
      for (const report of reports) {
        if (reported++ < shownReports) {
          progress.done();
          console.error(lineOf(report));
        }
        await reportFile?.write(report);
      }
      const percent = Math.floor((100 * file.position()) / Math.max(file.size, 1));
      progress.show(`${percent} %, ${inWords(total)} records read, ${inWords(failed)} failed`);
    },
  });
  progress.done();
  await reportFile?.close();
  if (reported > shownReports) console.error(`  and ${inWords(reported - shownReports)} more`);
  for (const line of summarize(summary, (performance.now() - started) / 1000)) console.log(line);
  if (command.report !== null) console.log(`What was not stored, and why, is in ${command.report}.`);
  else if (reported > 0) console.log('--report FILE writes every record that was not stored, and why.');
  if (signal.aborted) console.log('Stopped before the end of the file.');
  return summary.failed > 0 || signal.aborted ? 1 : 0;
}

/** The surroundings of an import from the command line. */
export function importContext(requestId: string): Context {
  return {
    actor: { type: 'job', jobId: requestId, kind: 'users_import' },
    cause: 'import',
    db: database().db,
    now: () => new Date(),
    requestId,
  };
}
