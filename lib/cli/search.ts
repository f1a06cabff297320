import { database } from '@/db/database';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { newSecret } from '@/lib/ids';
import { openDatabase } from '@/lib/server/open-database';
import { explain } from '@/lib/server/problem';
import { checkUserSearch, rebuildUserSearch } from './search-commands';
import { stopSignal } from './stop-signal';

const help = `Keeps what searches read in step with the users. Both may run while Annex runs.

  npm run search:rebuild    writes what is missing or not in the form of this version; after a stop it goes on
                            where it was
  npm run search:check      writes nothing, tells of every difference and ends with 1 when there is one

The database is that of the server: DATABASE_URL, or the embedded one in ANNEX_DATA_DIR.
`;

function systemContext(): Context {
  const requestId = `search_${newSecret().slice(0, 16)}`;
  return {
    actor: { type: 'system', reason: 'search' },
    cause: 'system',
    db: database().db,
    now: () => new Date(),
    requestId,
  };
}

async function run(): Promise<number> {
  const [command] = process.argv.slice(2);
  const work = command === 'rebuild' ? rebuildUserSearch : command === 'check' ? checkUserSearch : null;
  if (!work) {
    console.log(help);
    return command === undefined || command === '--help' ? 0 : 2;
  }
  const opened = await openDatabase(env());
  try {
    return await work(systemContext(), { output: process.stdout, signal: stopSignal() });
  } finally {
    await opened.close();
  }
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(explain(error) ?? error);
    process.exitCode = 2;
  },
);
