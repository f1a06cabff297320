import { log } from '@/lib/log';

const shared = Symbol.for('annex.actions.afterwards');
const holder: typeof globalThis & { [shared]?: Set<Promise<void>> } = globalThis;

function running(): Set<Promise<void>> {
  holder[shared] ??= new Set();
  return holder[shared];
}

/** Does something that no answer waits for. What goes wrong there is only logged. */
export function afterwards(work: () => Promise<void>): void {
  const all = running();
  const done = work()
    .catch((error: unknown) => log().error({ err: error }, 'Something after a response failed.'))
    .finally(() => all.delete(done));
  all.add(done);
}

/** Resolves when all that was begun has ended: before the server stops, and in tests. */
export async function afterwardsDone(): Promise<void> {
  while (running().size > 0) await Promise.all(running());
}
