import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { explain } from './problem';
import { serve } from './serve';
import { makeShutdown, onStopSignal } from './stop';

const say = (line: string) => console.log(line);

/** Prints why Annex cannot start: a sentence when there is something to do, the stack when it is a bug. */
function fail(error: unknown): never {
  const sentence = explain(error);
  console.error(sentence ? `\nAnnex cannot start.\n${sentence}\n` : error);
  process.exit(1);
}

/** The server process: up, then until a signal, then down. Flags come through `lib/server/start.mjs`. */
async function main(): Promise<void> {
  const shutdown = makeShutdown();
  const stop = async () => {
    say('\nStopping: running requests have 10 seconds.');
    const failures = await shutdown.run();
    for (const { name, error } of failures) log().error({ err: error }, `Closing the ${name} failed.`);
    process.exit(failures.length > 0 ? 1 : 0);
  };
  onStopSignal(stop, () => process.exit(130));
  try {
    const notes = await serve({ settings: env(), demo: process.argv.includes('--demo'), say, shutdown });
    for (const line of ['', ...notes, '']) say(line);
  } catch (error) {
    await shutdown.run();
    fail(error);
  }
}

void main();
