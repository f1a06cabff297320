import { parseArgs } from 'node:util';
import { UsageProblem } from './import-options';

export const adminHelp = `Lets an administrator of the console back in who has lost their second factor. It may run while Annex runs.

  npm run admin:recover -- EMAIL                  removes their authenticator app and recovery code
  npm run admin:recover -- EMAIL --new-password   and prints a link, good once and for an hour, to choose a new password

A user_id is taken in the place of the e-mail address. Their sessions and tokens end, and remembered browsers are
forgotten. What was done is in the logs. Until they enrol an app again, on their profile page, their password is enough.

It ends with 0 when that is done, 2 when nothing was.
The database is that of the server: DATABASE_URL, or the embedded one in ANNEX_DATA_DIR; the link is for ANNEX_URL.
`;

export type AdminCommand = {
  /** An e-mail address or a `user_id`. */
  name: string;
  newPassword: boolean;
};

function read(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        'new-password': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw new UsageProblem('The options are not understood.', { cause });
  }
}

/** Whom to let back in, or null to show the help. Throws UsageProblem. */
export function readAdminOptions(given: readonly string[]): AdminCommand | null {
  const { values, positionals } = read(given);
  if (values.help) return null;
  const [name, ...more] = positionals;
  if (name === undefined)
    throw new UsageProblem('Which administrator? Give their e-mail address after the --.');
  if (more.length > 0) throw new UsageProblem(`One administrator at a time: ${more.join(' ')} is too many.`);
  return { name, newPassword: values['new-password'] };
}
