import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { ahead } from '@/lib/ahead';
import { asActor, type Context } from '@/lib/context';
import { logEvent } from '@/lib/logs';
import { type JobHandler, type JobRun, removeFile, storePiece } from '@/lib/queue';
import { countUsers, readUsers } from '@/lib/users';
import { inPieces } from '../pieces';
import type { usersExport } from './definition';
import { makeFormatter } from './format';

type Run = JobRun<z.output<typeof usersExport.schema>>;

/** The text of the export, and how many users have gone into it. */
function makeText({ ctx, payload, requestedBy, signal }: Run) {
  const { format, fields, limit = Number.POSITIVE_INFINITY, ...selection } = payload;
  const reader = asActor(ctx, requestedBy, ctx.cause); // who asked sees what they may see, whoever does the work
  const { head, line } = makeFormatter(format, fields);
  let users = 0;
  async function* text(): AsyncGenerator<string> {
    yield head;
    for await (const page of readUsers(reader, selection)) {
      if (signal.aborted) return;
      const wanted = page.slice(0, limit - users);
      users += wanted.length;
      yield wanted.map(line).join('');
      if (users >= limit) return;
    }
  }
  const total = async () => Math.min(limit, await countUsers(reader, selection));
  return { text: text(), users: () => users, total };
}

async function logExport(tx: Context, run: Run, users: number): Promise<void> {
  const { requestedBy, payload } = run;
  await logEvent(tx, {
    type: 'sapi',
    description: `Users export: ${users} users`,
    connection: payload.connection ?? null,
    details: { kind: 'users_export', id: run.id, requested_by: { ...requestedBy } as JsonObject, users },
  });
}

/** A twelfth larger than zlib's own choice of 6, in half the time. */
const level = 4;

/** An export that stopped half-way is made anew: it would mix two moments otherwise. */
export const handler: JobHandler<Run['payload']> = {
  async run(run) {
    await run.save(async (tx) => {
      await removeFile(tx, run.id);
      return { percentageDone: 0 };
    });
    const { text, users, total } = makeText(run);
    const all = Math.max(1, await total());
    let [position, bytes] = [0, 0];
    const pieces = inPieces(Readable.from(text).compose(createGzip({ level })));
    for await (const data of ahead(pieces, 1)) {
      bytes += data.length;
      await run.save(async (tx) => {
        await storePiece(tx, run.id, { position: position++, data });
        return { percentageDone: Math.min(99, Math.floor((100 * users()) / all)) };
      });
    }
    if (run.signal.aborted) return;
    await run.complete(async (tx) => {
      await logExport(tx, run, users());
      return { state: { bytes, users: users() } };
    });
  },
  failed: (tx, job) => removeFile(tx, job.id),
};
