import { sql } from 'drizzle-orm';
import { connectionConfiguration, type KnownConnection } from '@/lib/connections';
import { asActor, type Context } from '@/lib/context';
import { AppError, Conflict } from '@/lib/errors';
import { verifyPassword } from '@/lib/passwords';
import { runDatabaseScript } from '@/lib/rules';
import { storeScriptUser } from '@/lib/users';
import { type Account, findAccount, findAccountByKeys } from './accounts';

async function isAdministrator(ctx: Context, userId: string): Promise<boolean> {
  return (await ctx.db.execute(sql`select 1 from admins where user_id = ${userId}`)).length > 0;
}

/**
 * Whether the connection's `login` script says who may sign in: in import mode for names that are not here yet, else
 * for everybody but administrators, whose own password decides. No statement where there is no script.
 */
export async function scriptDecides(
  ctx: Context,
  { options }: KnownConnection,
  account: Account | null,
): Promise<boolean> {
  if (!options.enabledDatabaseCustomization) return false;
  if (!account) return true;
  return !options.import_mode && !(await isAdministrator(ctx, account.user.userId));
}

export type ScriptVerdict =
  | { kind: 'right'; account: Account }
  | { kind: 'wrong' }
  /** For the log: neither yes nor no. */
  | { kind: 'failed'; message: string };

type Attempt = {
  connection: KnownConnection;
  identifier: string;
  password: string;
  audience: string | null;
};

/** Asks the `login` script and stores whom it lets in: with the password in import mode, else without one. */
export async function checkByScript(ctx: Context, attempt: Attempt): Promise<ScriptVerdict> {
  const { connection, identifier, password, audience } = attempt;
  const outcome = await runDatabaseScript({
    connection,
    configuration: await connectionConfiguration(ctx, connection.name),
    name: 'login',
    given: [identifier, password],
  });
  if (outcome.kind === 'nobody') return { kind: 'wrong' };
  if (outcome.kind === 'failed') return outcome;
  const system = asActor(ctx, { type: 'system', reason: 'custom database' }, 'import');
  const keeps = connection.options.import_mode === true;
  try {
    const { profile } = outcome;
    const key = await storeScriptUser(system, connection, { profile, password: keeps ? password : null });
    const account = await findAccountByKeys(ctx, connection.name, [key], audience);
    return account
      ? { kind: 'right', account }
      : { kind: 'failed', message: 'The script login let in a user who is gone.' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const account = keeps && error instanceof Conflict ? await importedMeanwhile(ctx, attempt) : null;
    return account ? { kind: 'right', account } : { kind: 'failed', message: error.message };
  }
}

/** Whom another sign-in of the same moment has imported, when this is their password too. */
async function importedMeanwhile(ctx: Context, attempt: Attempt): Promise<Account | null> {
  const account = await findAccount(ctx, attempt.connection.name, attempt.identifier, attempt.audience);
  return account?.passwordHash && (await verifyPassword(account.passwordHash, attempt.password))
    ? account
    : null;
}

/** Whether the `get_user` script of a connection in import mode knows this address, so that nobody else may take it. */
export async function isKnownElsewhere(
  ctx: Context,
  connection: KnownConnection,
  email: string,
): Promise<boolean> {
  const { enabledDatabaseCustomization, import_mode, customScripts } = connection.options;
  if (!enabledDatabaseCustomization || !import_mode || !customScripts?.get_user) return false;
  const configuration = await connectionConfiguration(ctx, connection.name);
  const outcome = await runDatabaseScript({ connection, configuration, name: 'get_user', given: [email] });
  if (outcome.kind !== 'failed') return outcome.kind === 'profile';
  throw new AppError('unavailable', 'The sign-up could not be checked.', { detail: outcome.message });
}
