import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Stops accepting, lets running requests finish for `graceMs`, then cuts what is left. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const isLate = await Promise.race([closed.then(() => false), wait(graceMs, true, { ref: false })]);
  if (isLate) server.closeAllConnections();
  await closed;
}

export type StopStep = { name: string; run(): Promise<unknown> };

/** Runs every step in order, the later ones too when one fails. Gives the failures. */
export async function runSteps(steps: readonly StopStep[]): Promise<{ name: string; error: unknown }[]> {
  const failures: { name: string; error: unknown }[] = [];
  for (const { name, run } of steps) {
    try {
      await run();
    } catch (error) {
      failures.push({ name, error });
    }
  }
  return failures;
}

// npm passes on a Ctrl-C that the terminal has sent to this process too; that pair is one wish, not two.
const sameWishMs = 1000;

/** Calls `stop` at the first SIGINT or SIGTERM, and `force` when somebody asks again. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void, force: () => void): void {
  let since: number | undefined;
  const receive = (signal: NodeJS.Signals) => {
    if (since === undefined) {
      since = Date.now();
      stop(signal);
    } else if (Date.now() - since > sameWishMs) force();
  };
  process.on('SIGINT', receive).on('SIGTERM', receive);
}
