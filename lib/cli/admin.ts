import { database } from '@/db/database';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { newSecret } from '@/lib/ids';
import { openDatabase } from '@/lib/server/open-database';
import { explain } from '@/lib/server/problem';
import { adminHelp, readAdminOptions } from './admin-options';
import { UsageProblem } from './import-options';
import { recoverAdmin } from './recover-admin';

function systemContext(): Context {
  return {
    actor: { type: 'system', reason: 'npm run admin:recover' },
    cause: 'system',
    db: database().db,
    now: () => new Date(),
    requestId: `recover_${newSecret().slice(0, 16)}`,
  };
}

async function run(): Promise<number> {
  const command = readAdminOptions(process.argv.slice(2));
  if (!command) {
    console.log(adminHelp);
    return 0;
  }
  const opened = await openDatabase(env());
  try {
    console.log((await recoverAdmin(systemContext(), command)).join('\n'));
    return 0;
  } finally {
    await opened.close();
  }
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isKnown = error instanceof UsageProblem || error instanceof AppError;
    console.error((isKnown ? error.message : explain(error)) ?? error);
    if (error instanceof UsageProblem) console.error('npm run admin:recover -- --help shows how.');
    process.exitCode = 2;
  },
);
