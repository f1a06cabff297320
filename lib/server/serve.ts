import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import next from 'next';
import { database } from '@/db/database';
import { dropOldLogs, ensureLogPartitions } from '@/db/log-partitions';
import { afterwardsDone, sweepExecutions } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { loadDemo } from '@/lib/demo';
import { disableTelemetry, type Env } from '@/lib/env';
import { sweepFactors } from '@/lib/factors';
import { app } from '@/lib/http/app';
import { serveOwnRequests } from '@/lib/http/own-requests';
import { jobWorkers } from '@/lib/jobs';
import { log } from '@/lib/log';
import { sweepOutbox } from '@/lib/mail';
import { sweepExpired } from '@/lib/oidc';
import { startQueue, sweepJobs } from '@/lib/queue';
import { getRunner, runnerSettings } from '@/lib/rules';
import { bootstrap } from '@/lib/setup';
import { sweepSignIns } from '@/lib/sign-ins';
import { sweepTickets } from '@/lib/tickets';
import { sweepReplays } from '@/lib/trials';
import { beginSearch, searchIsCurrent } from '@/lib/users';
import { localCertificate } from './certificate';
import { makeListener } from './listener';
import { openDatabase } from './open-database';
import { portProblem, StartProblem } from './problem';
import { closeServer, type Shutdown } from './stop';

export type ServeOptions = {
  settings: Env;
  demo: boolean;
  say(line: string): void;
  /** Gets everything that this opens, as it opens it: a stop may be asked for half-way. */
  shutdown: Shutdown;
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const graceMs = 10_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function systemContext(reason: string): Context {
  const actor = { type: 'system', reason } as const;
  return { actor, cause: 'system', db: database().db, now: () => new Date(), requestId: reason };
}

async function listen(server: Server, port: number): Promise<void> {
  // behind a balancer, a connection must outlive the balancer's own idle limit
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portProblem(error, port)));
    server.listen(port, resolve);
  });
}

async function makeServer(
  settings: Env,
  handle: RequestListener,
): Promise<{ server: Server; notes: string[] }> {
  if (!settings.ANNEX_HTTPS) return { server: createServer(handle), notes: [] };
  const { key, cert, authorityPath } = await localCertificate(settings.ANNEX_DATA_DIR, new Date());
  return {
    server: createSecureServer({ key, cert }, handle),
    notes: [
      `The certificate is signed by ${authorityPath}.`,
      `  Node programs trust it with NODE_EXTRA_CA_CERTS=${authorityPath}; browsers after you import it.`,
    ],
  };
}

async function setUp(settings: Env, demo: boolean, say: (line: string) => void): Promise<string[]> {
  const { ANNEX_URL, ANNEX_ADMIN_EMAIL: email, ANNEX_ADMIN_PASSWORD: password } = settings;
  const admin = email && password ? { email, password } : undefined;
  const issuer = `${ANNEX_URL}/`;
  await beginSearch(systemContext('start'));
  const { setupUrl } = await bootstrap(systemContext('start'), { issuer, admin });
  const notes = (await searchIsCurrent(systemContext('start')))
    ? []
    : [
        'Users of an earlier version are not wholly searchable yet: npm run search:rebuild brings them up to date.',
      ];
  if (demo) return loadDemo(systemContext('demo'), { issuer, dataDir: settings.ANNEX_DATA_DIR, say });
  return setupUrl
    ? [...notes, 'Make the first administrator (this link works once, for a day):', `  ${setupUrl}`]
    : notes;
}

/** In a process of its own: it is heavy, and what it loads would stay in the server's memory. */
async function buildPages(shutdown: Shutdown): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'lib/server/build.mjs'), 'pages'], { stdio: 'inherit' });
  shutdown.add('build of the pages', () => child.kill());
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new StartProblem('The pages could not be built; the reason is above.');
}

function keepPartitions({ ANNEX_LOG_DAYS: days }: Env): NodeJS.Timeout {
  const run = async () => {
    const now = new Date();
    await ensureLogPartitions(database().sql, now).catch((error: unknown) => {
      log().error({ err: error }, 'The next month of the logs has no partition yet.');
    });
    if (days === 0) return;
    await dropOldLogs(database().sql, new Date(now.getTime() - days * dayMs)).catch((error: unknown) => {
      log().error({ err: error }, 'Events older than ANNEX_LOG_DAYS are still stored.');
    });
  };
  return setInterval(run, hourMs).unref();
}

function keepTidy(): NodeJS.Timeout {
  const run = () => {
    const sweeps = [
      sweepExpired,
      sweepFactors,
      sweepJobs,
      sweepTickets,
      sweepOutbox,
      sweepExecutions,
      sweepSignIns,
      sweepReplays,
    ];
    for (const sweep of sweeps) {
      sweep(systemContext('sweep')).catch((error: unknown) => {
        log().error({ err: error }, 'What is over is still stored.');
      });
    }
  };
  return setInterval(run, hourMs).unref();
}

async function workOnJobs(url: string, shutdown: Shutdown): Promise<void> {
  const queue = await startQueue({ url, workers: jobWorkers, context: () => systemContext('jobs') });
  shutdown.add('jobs', () => queue.stop(graceMs));
}

async function prepareData({ settings, demo, say, shutdown }: ServeOptions): Promise<string[]> {
  const opening = openDatabase(settings);
  shutdown.add('database', () =>
    opening.then(
      ({ close }) => close(),
      () => undefined,
    ),
  );
  const { summary, url } = await opening;
  say(`Database: ${summary}.`);
  const timers = [keepPartitions(settings), keepTidy()];
  shutdown.add('timers', () => timers.forEach(clearInterval));
  const notes = await setUp(settings, demo, say);
  await workOnJobs(url, shutdown);
  return notes;
}

/**
 * Brings Annex up and gives the lines that the operator should read. It takes the port first, so that a taken one
 * costs no wait, then the database, the set-up and the pages; until all stands, requests are answered 503.
 */
export async function serve(options: ServeOptions): Promise<string[]> {
  const { settings, shutdown } = options;
  const { PORT, ANNEX_URL, ANNEX_TRUSTED_PROXIES: proxies, NODE_ENV } = settings;
  const dev = NODE_ENV !== 'production';
  const listener = makeListener({ publicUrl: ANNEX_URL, proxies, dev });
  const { server, notes } = await makeServer(settings, listener.handle);
  await listen(server, PORT);
  shutdown.add('port', () => closeServer(server, 0));

  const [setupNotes] = await Promise.all([prepareData(options), dev ? undefined : buildPages(shutdown)]);
  const runner = getRunner({
    ...runnerSettings(settings),
    // One that nobody needs any more is no news.
    onEvent: (event) => {
      const level = event.type === 'retired' && event.reason === 'idle' ? 'debug' : 'warn';
      log()[level]({ event }, 'An executor of rules was let go.');
    },
  });
  shutdown.add('executors', () => runner.stop());
  shutdown.add('work behind responses', afterwardsDone);
  disableTelemetry();
  const pages = next({ dev, dir: root, httpServer: server, port: PORT, quiet: !dev });
  await Promise.all([pages.prepare(), runner.warm()]);
  shutdown.add('pages', () => pages.close());
  serveOwnRequests(ANNEX_URL, (request) => app.fetch(request));
  listener.open({ api: getRequestListener(app.fetch), pages: pages.getRequestHandler() });
  shutdown.add('requests', () => closeServer(server, graceMs));
  return [`Annex is at ${ANNEX_URL}`, ...setupNotes, ...notes];
}
