import { startTestCluster } from './test-cluster';

/** A test run that has started its database and says where, then goes on for ever. */
async function run(): Promise<void> {
  const { url } = await startTestCluster();
  process.stdout.write(`${url}\n`);
  setInterval(() => undefined, 1000);
}

void run();
