import { asActor, type Context } from '@/lib/context';
import { type FileFault, importRules } from '@/lib/imports';

function place({ file, line, column, message }: FileFault): string {
  const position = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `  ${file}${position}  ${message}`;
}

/** Imports one folder of rules and says how it went. Gives the exit code. */
export async function importRulesFolder(ctx: Context, folder: string): Promise<number> {
  const system = asActor(ctx, { type: 'system', reason: 'import' }, 'import');
  const { created, updated, unchanged, configs, faults, warnings } = await importRules(system, folder);
  if (faults.length > 0) {
    for (const fault of faults) console.error(place(fault));
    const count = faults.length === 1 ? 'One fault' : `${faults.length} faults`;
    console.error(`${count}: nothing was stored, since half of the rules could let in whom the others deny.`);
    return 1;
  }
  for (const warning of warnings) console.error(place(warning));
  console.log(
    `Rules: ${created} created, ${updated} updated, ${unchanged} as they were. Configuration values: ${configs}.`,
  );
  return 0;
}
