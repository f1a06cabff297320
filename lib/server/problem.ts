import { DatabaseProblem } from '@/db/problem';
import { InvalidEnvironment } from '@/lib/env';
import { SecretKeyProblem } from '@/lib/secrets';

/** Annex cannot start for a reason that the operator can mend; `message` says what to do. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}

const known = [StartProblem, DatabaseProblem, InvalidEnvironment, SecretKeyProblem];

/** The code of an error or of what caused it: a query builder wraps what the driver said. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? String(error.code) : codeOf(error.cause);
}

/** What to say about a port that cannot be listened on, or the error itself. */
export function portProblem(error: unknown, port: number): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} is taken by another program, maybe by Annex itself. Stop that one, or choose another port: PORT=${port < 65_535 ? port + 1 : 3000} npm start`,
        { cause: error },
      );
    case 'EACCES':
      return new StartProblem(
        `This user may not listen on port ${port}. Choose a port above 1023: PORT=3000 npm start`,
        { cause: error },
      );
    default:
      return error;
  }
}

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of its host cannot be looked up',
  ETIMEDOUT: 'it does not answer',
  CONNECT_TIMEOUT: 'it does not answer',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  CONNECTION_CLOSED: 'it closed the connection at once',
  '28P01': 'it refuses the user name or password',
  '28000': 'it does not let this user in',
  '3D000': 'it has no database of that name',
  '42501': 'this user may not make tables or the extension pg_trgm in it',
  '58P01': 'it lacks the extension pg_trgm (Debian: `apt install postgresql-contrib`)',
  '0A000': 'it lacks the extension pg_trgm (Debian: `apt install postgresql-contrib`)',
  '57P03': 'it is starting up or shutting down',
};

/** What to say about a database given by DATABASE_URL that cannot be used, or the error itself. */
export function databaseProblem(error: unknown, databaseUrl: string): unknown {
  const reason = unreachable[codeOf(error) ?? ''];
  if (!reason) return error;
  const { host, pathname } = new URL(databaseUrl); // never the password
  return new StartProblem(
    `The database at ${host}${pathname} cannot be used: ${reason}. Check DATABASE_URL and that the server runs, or unset it to use the embedded one.`,
    { cause: error },
  );
}

/** The sentence to show for an error that has one; undefined for a bug, which deserves its stack. */
export function explain(error: unknown): string | undefined {
  return error instanceof Error && known.some((type) => error instanceof type) ? error.message : undefined;
}
