// Run after `npm install` has changed package-lock.json: `node --import tsx lib/server/complete-lock.ts`.
// npm leaves optional packages out of the lock that the registry it asked does not have, which are those of other
// platforms. `npm ci` then refuses the lock, and users of those platforms get no binary.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { completeLock, type LockFile, missingPackages, platformOf } from './lock-file';

const path = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const lock: LockFile = JSON.parse(readFileSync(path, 'utf8'));
for (const { name, version, neededBy } of missingPackages(lock)) {
  const { os, cpu } = platformOf(name);
  console.log(`added ${name}@${version} (${[os, cpu].flat().join(' ')}) for ${neededBy}`);
}
writeFileSync(path, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
