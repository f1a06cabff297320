import { parseArgs } from 'node:util';

export const importHelp = `Brings users or rules from Auth0 into Annex. It may run while Annex runs.

  npm run import -- FILE     users: an export, an import file or a dump of password hashes;
                             a JSON array or one JSON object a line, gzip of either
  npm run import -- FOLDER   rules as auth0-deploy-cli writes them: rules/*.json and *.js, rules-configs/*.json

Options, after the --:
  --connection NAME   the database connection that takes the users (default: Username-Password-Authentication;
                      users of an export go to the connection of the same name)
  --upsert            bring those who are here already up to date; metadata is replaced whole
  --report FILE       write what was not stored, and why, as one JSON object a line
  --help              show this

It ends with 0 when all is stored, 1 when a part is not, 2 when nothing could be done.
The database is that of the server: DATABASE_URL, or the embedded one in ANNEX_DATA_DIR.
`;

export type ImportCommand = {
  path: string;
  connection: string | null;
  upsert: boolean;
  report: string | null;
};

/** The command line is not understood; `message` says why. */
export class UsageProblem extends Error {
  override name = 'UsageProblem';
}

function read(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        connection: { type: 'string' },
        upsert: { type: 'boolean', default: false },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const [sentence = 'The options are not understood'] = String(
      error instanceof Error ? error.message : error,
    ).split('. ');
    throw new UsageProblem(`${sentence.replace(/\.$/, '')}.`, { cause: error });
  }
}

/** What to do, or null to show the help. Throws UsageProblem. */
export function readImportOptions(given: readonly string[]): ImportCommand | null {
  const { values, positionals } = read(given);
  if (values.help) return null;
  const [path, ...more] = positionals;
  if (path === undefined) throw new UsageProblem('Which file or folder? Give its path after the --.');
  if (more.length > 0) throw new UsageProblem(`One file or folder at a time: ${more.join(' ')} is too many.`);
  return {
    path,
    connection: values.connection ?? null,
    upsert: values.upsert,
    report: values.report ?? null,
  };
}
