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

export type StopFailure = { name: string; error: unknown };

/** What has been opened so far, to be closed in the opposite order. */
export type Shutdown = {
  add(name: string, close: () => unknown): void;
  /** Closes everything, the rest too when one fails. A second call waits for the first. */
  run(): Promise<StopFailure[]>;
};

export function makeShutdown(): Shutdown {
  const open: { name: string; close: () => unknown }[] = [];
  let running: Promise<StopFailure[]> | undefined;

  const closeAll = async () => {
    const failures: StopFailure[] = [];
    for (let last = open.pop(); last; last = open.pop()) {
      try {
        await last.close();
      } catch (error) {
        failures.push({ name: last.name, error });
      }
    }
    return failures;
  };
  return {
    add: (name, close) => {
      open.push({ name, close });
    },
    run: () => {
      running ??= closeAll();
      return running;
    },
  };
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
