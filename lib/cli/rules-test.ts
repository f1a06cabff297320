import { inheritedEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { UsageProblem } from './import-options';
import { openManagement, Refused, ServerProblem } from './management-client';
import { readRulesTestOptions, rulesTestHelp } from './rules-test-options';
import { readScriptsFolder } from './scripts-folder';
import { tellTests } from './tell-tests';
import { testFolder } from './test-folder';
import { testTenant } from './test-tenant';

async function run(): Promise<number> {
  const command = readRulesTestOptions(process.argv.slice(2), inheritedEnvironment());
  if (!command) {
    console.log(rulesTestHelp);
    return 0;
  }
  const folder = command.folder === null ? null : await readScriptsFolder(command.folder);
  const api = await openManagement(command);
  const { text, code } = tellTests(folder ? await testFolder(api, folder) : await testTenant(api), command);
  process.stdout.write(text);
  return code;
}

/** A sentence when there is something to do, the stack when it is a bug. */
function fail(error: unknown): void {
  const isKnown = [UsageProblem, ServerProblem, Refused, AppError].some((known) => error instanceof known);
  console.error(isKnown && error instanceof Error ? error.message : error);
  if (error instanceof UsageProblem) console.error('npm run rules:test -- --help shows how.');
  process.exitCode = 2;
}

run().then((code) => {
  process.exitCode = code;
}, fail);
