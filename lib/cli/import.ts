import { stat } from 'node:fs/promises';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { newSecret } from '@/lib/ids';
import { openDatabase } from '@/lib/server/open-database';
import { explain } from '@/lib/server/problem';
import { importHelp, readImportOptions, UsageProblem } from './import-options';
import { importRulesFolder } from './import-rules-folder';
import { importContext, importUsersFile } from './import-users-file';
import { stopSignal } from './stop-signal';

async function run(): Promise<number> {
  const command = readImportOptions(process.argv.slice(2));
  if (!command) {
    console.log(importHelp);
    return 0;
  }
  const found = await stat(command.path).catch(() => null);
  if (!found) throw new UsageProblem(`There is no file or folder ${command.path}.`);
  if (found.isDirectory() && (command.upsert || command.report !== null || command.connection !== null)) {
    throw new UsageProblem(
      '--connection, --upsert and --report are for users; a folder of rules takes no option.',
    );
  }
  const opened = await openDatabase(env());
  try {
    const ctx = importContext(`import_${newSecret().slice(0, 16)}`);
    if (found.isDirectory()) return await importRulesFolder(ctx, command.path);
    return await importUsersFile(ctx, command, stopSignal());
  } finally {
    await opened.close();
  }
}

/** A sentence when there is something to do, the stack when it is a bug. */
function fail(error: unknown): void {
  const isKnown = error instanceof UsageProblem || error instanceof AppError;
  const sentence = isKnown ? error.message : explain(error);
  console.error(sentence ?? error);
  if (error instanceof UsageProblem) console.error('npm run import -- --help shows how.');
  process.exitCode = 2;
}

run().then((code) => {
  process.exitCode = code;
}, fail);
