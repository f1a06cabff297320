import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@/lib/env';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const children: ChildProcess[] = [];

function start(args: string[], settings: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...inheritedEnvironment(), ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Starts a yardstick beside this file; gives its address once it prints its port. */
export async function startYardstick(file: string, argument = '{}'): Promise<string> {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const child = start(['--import', 'tsx', script, argument], {});
  if (!child.stdout) throw new Error(`${file} has no output.`);
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  return `http://127.0.0.1:${port}`;
}

export type Annex = { url: string; pid: number };

/** Starts the real server as its users do, with the demo tenant; resolves when `/health` answers. */
export async function startAnnex(port: number, settings: Record<string, string>): Promise<Annex> {
  const child = start(['lib/server/start.mjs', '--demo'], {
    PORT: String(port),
    LOG_LEVEL: 'error',
    ANNEX_API_BURST: '100000000',
    ...settings,
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const ended = once(child, 'exit').then(([status]) => {
    throw new Error(`Annex ended with status ${status}.`);
  });
  const url = `http://localhost:${port}`;
  const said = (async () => {
    for await (const line of lines) if (line.includes(url)) return;
    await ended;
  })();
  await Promise.race([said, ended]);
  ended.catch(() => undefined); // it ends when we stop it
  return { url, pid: child.pid ?? 0 };
}

/** Stops everything that was started and waits for it. */
export async function stopAll(): Promise<void> {
  await Promise.all(
    children.map((child) => {
      if (child.exitCode !== null) return null;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      return exited;
    }),
  );
}
