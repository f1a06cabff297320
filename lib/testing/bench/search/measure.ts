import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { listUsers } from '@/lib/users';
import type { ListUsersInput } from '@/lib/users/schemas';
import type { Sample } from './report';
import { shapes, sorts } from './shapes';

/** How long `work` takes; a 503 is a sample too. */
export async function timed(work: () => Promise<unknown>): Promise<Sample> {
  const started = performance.now();
  let failed = false;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    failed = true;
  }
  return { ms: performance.now() - started, failed };
}

/** One search as the API makes it. */
export const timedList = (ctx: Context, input: ListUsersInput) => timed(() => listUsers(ctx, input));

export type Measured = { shape: string; sort: string; hard: boolean; samples: Sample[] };

/** Every shape in every sort, one after the other. */
export async function measureShapes(ctx: Context, tries: number): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const { name, q, hard = false } of shapes) {
    for (const sort of sorts) {
      await timedList(ctx, { q: q(0), sort });
      const samples: Sample[] = [];
      for (let n = 1; n <= tries; n++) samples.push(await timedList(ctx, { q: q(n), sort }));
      all.push({ shape: name, sort, hard, samples });
    }
  }
  return all;
}

export type Load = { perSecond: number; samples: Sample[] };

/** So many clients, each asking for one shape after the other, for so long. Hard shapes are one in ten. */
export async function measureLoad(ctx: Context, clients: number, seconds: number): Promise<Load> {
  const easy = shapes.filter((shape) => !shape.hard);
  const hard = shapes.filter((shape) => shape.hard);
  const samples: Sample[] = [];
  const until = performance.now() + seconds * 1000;
  const client = async (id: number) => {
    for (let n = id * 1009; performance.now() < until; n += 7) {
      const from = n % 10 === 0 ? hard : easy;
      const shape = from[n % from.length];
      const sort = sorts[n % sorts.length] ?? 'created_at:-1';
      samples.push(await timedList(ctx, { q: shape?.q(n) ?? '', sort }));
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, id) => client(id)));
  return { perSecond: samples.length / seconds, samples };
}

/** Totals alone: a page of no users. */
export async function measureTotals(ctx: Context, tries: number): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const { name, q, hard = false } of shapes) {
    const samples: Sample[] = [];
    for (let n = 0; n < tries; n++) {
      samples.push(await timedList(ctx, { q: q(n), per_page: 0, include_totals: true }));
    }
    all.push({ shape: name, sort: '', hard, samples });
  }
  return all;
}
