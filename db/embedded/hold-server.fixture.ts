import { startOrAttach } from './start-or-attach';

/** A process of its own that holds the server over its first argument; says so, then leaves when its input ends. */
async function hold(): Promise<void> {
  const server = await startOrAttach({ dataDir: process.argv[2] ?? '' });
  process.stdout.write(`${JSON.stringify({ url: server.url, started: server.started })}\n`);
  for await (const _ of process.stdin);
  await server.stop();
}

void hold();
