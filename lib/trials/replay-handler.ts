import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { asActor, type Context } from '@/lib/context';
import type { JobHandler, JobRun } from '@/lib/queue';
import { type Login, liveRules, type RunnableRule } from '@/lib/rules';
import { readSignIns } from '@/lib/sign-ins';
import { changesBetween, sideOf } from './compare';
import { inParallel } from './in-parallel';
import { maxCases, removeCases, storeCases } from './replay-cases';
import type { rulesReplay } from './replay-job';
import { makeTally } from './replay-tally';
import { replayedUsers } from './replayed-users';
import { endOfRules } from './report';
import { runTrial } from './run-trial';
import { maxReplayed, type ReplayCase, type Stub } from './schemas';
import { configurationOf, rulesToRun } from './test-rule';

type Payload = z.output<typeof rulesReplay.schema>;
type Subject = { login: Login; signInId?: string };

/** Enough to keep the draft executors busy, and few enough that a test at the console soon has its turn. */
const atOnce = 6;
/** What a rule leaves running behind its callback gets this long. */
const detachedMs = 500;

async function* recorded(ctx: Context, last: number): AsyncGenerator<Subject[]> {
  for await (const page of readSignIns(ctx, last))
    yield page.map(({ id, login }) => ({ login, signInId: id }));
}

async function subjectsOf(ctx: Context, { over }: Payload) {
  if ('q' in over) return replayedUsers(ctx, over);
  return { total: over.last, pages: recorded(ctx, over.last) };
}

type Pipelines = {
  /** Who asked: what rules read is read under their right. */
  reader: Context;
  stubs: readonly Stub[];
  live: readonly RunnableRule[];
  draft: readonly RunnableRule[];
  configuration: Record<string, string>;
};

/** Runs both pipelines over one sign-in. */
async function tryOne({ login, signInId }: Subject, pipelines: Pipelines) {
  const { reader, live, draft, configuration, stubs } = pipelines;
  const common = { login, configuration, stubs, network: 'stub', detachedMs } as const;
  const [before, after] = await Promise.all([
    runTrial(reader, { ...common, rules: live }),
    runTrial(reader, { ...common, rules: draft }),
  ]);
  const sides = { before: sideOf(endOfRules(before)), after: sideOf(endOfRules(after)) };
  const userName = login.user.email ?? login.user.username;
  return {
    user_id: login.user.userId,
    ...(userName === null ? {} : { user_name: userName }),
    ...(signInId === undefined ? {} : { sign_in_id: signInId }),
    changes: changesBetween(sides.before, sides.after),
    ...sides,
  };
}

async function replay(run: JobRun<Payload>): Promise<void> {
  const { payload, signal } = run;
  // Who asked sees what they may see, whoever does the work.
  const reader = asActor(run.ctx, run.requestedBy, run.ctx.cause);
  const [{ rules: live }, draft, configuration, { total, pages }] = await Promise.all([
    liveRules(reader),
    rulesToRun(reader, { ...payload, pipeline: true }),
    configurationOf(reader, payload),
    subjectsOf(reader, payload),
  ]);
  await run.save(async (tx) => {
    await removeCases(tx, run.id);
    return { percentageDone: 0 };
  });
  const pipelines = { reader, live, draft, configuration, stubs: payload.stubs };
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
