import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { inheritedEnvironment } from '@/lib/env';
import { bundled } from '@/lib/testing';

const script = fileURLToPath(new URL('./start.mjs', import.meta.url));
const server = bundled('lib/server/main.ts');
const dataDir = mkdtempSync(join(tmpdir(), 'annex-start-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

type Ended = { status: number; out: string; err: string };

function run(args: string[], settings: Record<string, string> = {}): Promise<Ended> {
  const env = { ...inheritedEnvironment(), ANNEX_DATA_DIR: dataDir, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, out, err) => {
      resolve({ status: error ? Number(error.code) : 0, out, err });
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const start = (flags: string[], nodeFlags: string[] = []) => run([...nodeFlags, script, ...flags]);
const serve = (settings: Record<string, string>) => run([server], settings);

describe('npm start', () => {
  it('tells an old Node what is needed and where to get it', async () => {
    const pretend = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.11.0'})";
    const { status, err } = await start([], ['--import', pretend]);
    expect(status).toBe(1);
    expect(err).toMatch(
      /Annex needs Node 24 or newer, and this is Node 20\.11\.0\.\n.*npm install.*\n.*nodejs\.org/,
    );
  });

  it('refuses a flag that it does not know, and shows those it does', async () => {
    const { status, err } = await start(['--htps']);
    expect(status).toBe(1);
    expect(err).toMatch(/does not know "--htps"[\s\S]*--demo[\s\S]*--https/);
  });

  it('explains itself', async () => {
    expect(await start(['--help'])).toMatchObject({
      status: 0,
      out: expect.stringContaining('npm start -- --demo'),
    });
  });
});

describe('the server says in one sentence, without a stack,', () => {
  const sentence = (text: string) => new RegExp(`^\\nAnnex cannot start\\.\\n${text}[^\\n]*\\n\\n$`);

  it('which setting is wrong', async () => {
    const { status, err } = await serve({ PORT: 'http' });
    expect(status).toBe(1);
    expect(err).toMatch(sentence('PORT must be a port number from 1 to 65535\\.'));
  });

  it('that its port is taken, before it waits for anything', async () => {
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { status, err } = await serve({ PORT: String(port) });
    holder.close();
    expect(status).toBe(1);
    expect(err).toMatch(sentence(`Port ${port} is taken by another program`));
  });

  it('that its database cannot be reached', async () => {
    const { status, err } = await serve({
      PORT: String(await freePort()),
      DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x',
    });
    expect(status).toBe(1);
    expect(err).toMatch(
      sentence('The database at 127\\.0\\.0\\.1:1/x cannot be used: nothing listens there\\.'),
    );
  });
});
