import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { asActor, type Context } from '@/lib/context';
import type { JobHandler, JobRun } from '@/lib/queue';
import { objectWithoutValues } from '@/lib/rules';
import { readSignIns } from '@/lib/sign-ins';
import { changesBetween, sideOf } from './compare';
import { inParallel } from './in-parallel';
import { maxCases, removeCases, storeCases } from './replay-cases';
import { makeTally } from './replay-tally';
import { type Pipelines, type Replayed, replayedPipelines } from './replayed-pipelines';
import { replayedUsers } from './replayed-users';
import { isActionReplay, maxReplayed, type ReplayCase, type ReplaySide, type replayInput } from './schemas';

type Payload = z.output<typeof replayInput>;

/** Enough to keep the draft executors busy, and few enough that a test at the console soon has its turn. */
const atOnce = 6;

async function* recorded(ctx: Context, last: number, over: 'rules' | 'actions'): AsyncGenerator<Replayed[]> {
  for await (const page of readSignIns(ctx, last, over))
    yield page.map(({ id, login, suspended }) => ({ login, signInId: id, suspended }));
}

async function subjectsOf(ctx: Context, payload: Payload) {
  const { over } = payload;
  if ('q' in over) return replayedUsers(ctx, over);
  const what = isActionReplay(payload) ? 'actions' : 'rules';
  return { total: over.last, pages: recorded(ctx, over.last, what) };
}

/** Runs both pipelines over one sign-in. */
async function tryOne(subject: Replayed, { tryBoth, values }: Pipelines) {
  const { login, signInId } = subject;
  const ends = await tryBoth(subject);
  const [before, after] = [sideOf(ends.before), sideOf(ends.after)];
  const userName = login.user.email ?? login.user.username;
  const kept = ({ result, duration_ms, ...said }: ReplaySide): ReplaySide => ({
    ...objectWithoutValues(said, values),
    result,
    duration_ms,
  });
  return {
    user_id: login.user.userId,
    ...(userName === null ? {} : { user_name: userName }),
    ...(signInId === undefined ? {} : { sign_in_id: signInId }),
    changes: changesBetween(before, after),
    before: kept(before),
    after: kept(after),
  };
}

async function replay(run: JobRun<Payload>): Promise<void> {
  const { payload, signal } = run;
  // Who asked sees what they may see, whoever does the work.
  const reader = asActor(run.ctx, run.requestedBy, run.ctx.cause);
  const [pipelines, { total, pages }] = await Promise.all([
    replayedPipelines(reader, payload),
    subjectsOf(reader, payload),
  ]);
  await run.save(async (tx) => {
    await removeCases(tx, run.id);
    return { percentageDone: 0 };
  });
  const tally = makeTally();
  for await (const page of pages) {
    if (signal.aborted) return;
    const tried = await inParallel(page, atOnce, (subject) => tryOne(subject, pipelines));
    const cases: ReplayCase[] = [];
    for (const { changes, before, after, ...who } of tried) {
      const position = tally.add(changes, before, after);
      if (changes.length === 0 || tally.cases >= maxCases) continue;
      tally.cases += 1;
      cases.push({ ...who, position, changes, before, after });
    }
    const summary = tally.summary() as JsonObject;
    const percentageDone = Math.min(
      99,
      Math.floor((100 * tally.total) / Math.max(1, Math.min(total, maxReplayed))),
    );
    await run.save(async (tx) => {
      await storeCases(tx, run.id, cases);
      return { percentageDone, summary };
    });
  }
  await run.complete(async () => ({ summary: tally.summary() as JsonObject }));
}

/** Cases of a replay that failed stay until its job goes: they tell what it found. */
export const replayHandler: JobHandler<Payload> = { run: replay };
