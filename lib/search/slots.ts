import { Unavailable } from '@/lib/errors';

/** Searches that one process runs at once, and those that may wait: the pool serves sign-ins too. */
const limits = { running: 4, waiting: 64, waitMs: 1500 };

type Slots = { running: number; waiting: Set<() => void> };

const key = Symbol.for('annex.search.slots');

function slots(): Slots {
  const holder: typeof globalThis & { [key]?: Slots } = globalThis;
  holder[key] ??= { running: 0, waiting: new Set() };
  return holder[key];
}

function refuse(): never {
  throw new Unavailable('Too many searches are running. Try again in a moment.');
}

async function enter(): Promise<void> {
  const state = slots();
  if (state.running < limits.running) {
    state.running += 1;
    return;
  }
  if (state.waiting.size >= limits.waiting) refuse();
  const granted = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => {
      state.waiting.delete(grant);
      resolve(false);
    }, limits.waitMs);
    const grant = () => {
      clearTimeout(timer);
      resolve(true);
    };
    state.waiting.add(grant);
  });
  if (!granted) refuse();
}

/** Hands the slot on to whoever waits longest, so that it is never free in between. */
function leave(): void {
  const state = slots();
  const [next] = state.waiting;
  if (!next) {
    state.running -= 1;
    return;
  }
  state.waiting.delete(next);
  next();
}

/** Runs `work` when there is room for one more search; throws Unavailable when there is none for too long. */
export async function withSearchSlot<T>(work: () => Promise<T>): Promise<T> {
  await enter();
  try {
    return await work();
  } finally {
    leave();
  }
}
