import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { localCertificate } from './certificate';

const dataDir = mkdtempSync(join(tmpdir(), 'annex-tls-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

function statusOf(port: number, host: string, ca: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ port, host, ca, agent: false }, (res) => resolve(res.resume().statusCode ?? 0)).on('error', reject);
  });
}

describe('the certificate for localhost', () => {
  it('is trusted by who trusts its authority, and by nobody else', async () => {
    const { key, cert, authorityPath } = await localCertificate(dataDir, new Date());
    const server = createServer({ key, cert }, (_req, res) => res.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const authority = readFileSync(authorityPath, 'utf8');
    expect(await statusOf(port, 'localhost', authority)).toBe(200);
    expect(await statusOf(port, '127.0.0.1', authority)).toBe(200);
    await expect(statusOf(port, 'localhost', undefined)).rejects.toThrow(/self-signed|unable to/);
    server.close();
  });

  it('is made once, kept privately, and its authority cannot sign another', async () => {
    const again = await localCertificate(dataDir, new Date());
    expect(again).toEqual(await localCertificate(dataDir, new Date()));
    const folder = join(dataDir, 'tls');
    expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'localhost.key', 'localhost.pem']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('is made anew before it ends', async () => {
    const before = await localCertificate(dataDir, new Date());
    const later = new Date(Date.now() + 815 * 86_400_000);
    expect((await localCertificate(dataDir, later)).cert).not.toBe(before.cert);
  });
});
