import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { type ImportJournal, type ImportSummary, importUsers, readRecords } from '@/lib/imports';
import { logEvent } from '@/lib/logs';
import { queueImportEmails } from '@/lib/mail';
import { type JobHandler, type JobRun, type Progress, readFile, removeFile, storeReports } from '@/lib/queue';
import { listAdminIds } from '@/lib/setup';
import type { usersImport } from './definition';

type Run = JobRun<z.output<typeof usersImport.schema>>;

function progressOf(summary: ImportSummary, percentageDone: number): Progress {
  const { failed, updated, inserted, total } = summary;
  return { state: { ...summary }, summary: { failed, updated, inserted, total }, percentageDone };
}

const countedTogether = 16 * 1024;

/** Counts the bytes that have gone through, a few at a time, so that the count is near what has been read of them. */
function counting(chunks: AsyncIterable<Buffer>) {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += countedTogether) {
        const part = chunk.subarray(at, at + countedTogether);
        bytes += part.length;
        yield part;
      }
    }
  }
  return { chunks: counted(), bytes: () => bytes };
}

/** In the transaction that ends the job. */
async function tellAdmins(
  tx: Context,
  jobId: string,
  { send_completion_email }: Pick<Run['payload'], 'send_completion_email'>,
): Promise<void> {
  if (send_completion_email) await queueImportEmails(tx, jobId, await listAdminIds(tx));
}

function makeJournal(run: Run, percentage: () => number): ImportJournal {
  return {
    // Only `step` below writes it.
    done: run.state as ImportSummary | null,
    step: (work) =>
      run.save(async (tx) => {
        const { summary, reports } = await work(tx);
        await storeReports(
          tx,
          run.id,
          reports.map((report) => ({ position: report.row, report: { ...report } as JsonObject })),
        );
        return progressOf(summary, percentage());
      }),
    end: (work) =>
      run.complete(async (tx) => {
        const summary = await work(tx);
        await removeFile(tx, run.id);
        await tellAdmins(tx, run.id, run.payload);
        return progressOf(summary, 100);
      }),
  };
}

export const handler: JobHandler<Run['payload']> = {
  async run(run) {
    const { connection, upsert, size } = run.payload;
    const file = counting(readFile(run.ctx, run.id));
    const percentage = () => Math.min(99, Math.floor((100 * file.bytes()) / Math.max(size, 1)));
    await importUsers(run.ctx, {
      source: readRecords(file.chunks),
      connection,
      upsert,
      signal: run.signal,
      journal: makeJournal(run, percentage),
    });
  },
  async failed(tx, job, reason) {
    await removeFile(tx, job.id);
    await tellAdmins(tx, job.id, job.payload as Pick<Run['payload'], 'send_completion_email'>);
    await logEvent(tx, {
      type: 'fui',
      description: `Users import: ${reason}`,
      details: { summary: job.summary, request_id: tx.requestId },
    });
  },
};
