import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export type Certificate = {
  key: string;
  cert: string;
  /** File of the authority to trust: NODE_EXTRA_CA_CERTS, or the keychain. */
  authorityPath: string;
};

const day = 86_400_000;
const validDays = 820; // Apple's limit for a certificate that is trusted by hand is 825
const renewDays = 14;

async function writePrivately(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text, { mode: 0o600 });
  await rename(`${path}.partial`, path);
}

/** The certificate of this chain for localhost, if it is there and good for a while. */
function existing(folder: string, now: Date): Certificate | undefined {
  const [key, cert, authorityPath] = ['localhost.key', 'localhost.pem', 'ca.pem'].map((name) =>
    join(folder, name),
  );
  if (!key || !cert || !authorityPath || ![key, cert, authorityPath].every((path) => existsSync(path)))
    return undefined;
  const pem = readFileSync(cert, 'utf8');
  const { validTo } = new X509Certificate(pem);
  if (Date.parse(validTo) - now.getTime() < renewDays * day) return undefined;
  return { key: readFileSync(key, 'utf8'), cert: pem, authorityPath };
}

/**
 * A certificate for localhost in `<dataDir>/tls`, signed by an authority made beside it; both are made once, and again
 * when they are about to end. The authority's key is thrown away, so that nobody who trusts it can be fooled with it.
 */
export async function localCertificate(dataDir: string, now: Date): Promise<Certificate> {
  const folder = join(dataDir, 'tls');
  const found = existing(folder, now);
  if (found) return found;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const common = {
    keyType: 'ec' as const,
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - day),
    notAfterDate: new Date(now.getTime() + validDays * day),
  };
  const authority = await generate([{ name: 'commonName', value: 'Annex on this machine' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  const authorityPath = join(folder, 'ca.pem');
  const chain = `${leaf.cert.trim()}\n${authority.cert.trim()}\n`;
  await writePrivately(authorityPath, authority.cert);
  await writePrivately(join(folder, 'localhost.key'), leaf.private);
  await writePrivately(join(folder, 'localhost.pem'), chain);
  return { key: leaf.private, cert: chain, authorityPath };
}
