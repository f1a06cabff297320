import { type SQL, sql } from 'drizzle-orm';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { newSecret } from '@/lib/ids';
import { type Counter, forgive, ipKey, limits, noteSignInBlock, spend } from '@/lib/limits';
import { logEvent } from '@/lib/logs';
import { hashPassword, needsRehash, verifyPassword } from '@/lib/passwords';
import { normalizeName } from '@/lib/users';
import { type Account, findAccount } from './accounts';
import { checkByScript, type ScriptVerdict, scriptDecides } from './by-script';
import { loginEvent } from './events';

export type PasswordCheck =
  /** `writes` take the counted try back; they ride with the sign-in. */
  | { kind: 'right'; account: Account; writes: SQL[] }
  | { kind: 'wrong' }
  | { kind: 'blocked' }
  | { kind: 'limited' }
  /** The connection's script could not say. */
  | { kind: 'failed' };

type Attempt = {
  client: KnownClient;
  connection: KnownConnection;
  identifier: string;
  password: string;
  /** The API that the sign-in is for. */
  audience: string | null;
};

let dummy: Promise<string> | undefined;

/** A hash that no password has, so that an unknown name takes as long as a known one. */
function dummyHash(): Promise<string> {
  dummy ??= hashPassword(newSecret());
  return dummy;
}

/** An imported hash may be quicker to check than ours; the dummy beside it hides that there is one. */
async function matches(stored: string | null, password: string): Promise<boolean> {
  const [own] = await Promise.all([
    stored === null ? false : verifyPassword(stored, password),
    ...(stored === null || needsRehash(stored) ? [verifyPassword(await dummyHash(), password)] : []),
  ]);
  return own;
}

async function checkHere(account: Account | null, password: string): Promise<ScriptVerdict> {
  const right = await matches(account?.passwordHash ?? null, password);
  return account && right ? { kind: 'right', account } : { kind: 'wrong' };
}

/** The write that replaces an imported hash by ours, now that the password is known. */
async function upgrade({ user, passwordHash }: Account, password: string): Promise<SQL[]> {
  if (passwordHash === null || !needsRehash(passwordHash)) return [];
  const fresh = await hashPassword(password);
  return [
    sql`update credentials set password_hash = ${fresh}
      where user_id = ${user.userId} and password_hash = ${passwordHash}`,
  ];
}

function countersOf(ctx: Context, { connection, identifier }: Attempt): [Counter, Counter] {
  const ip = ipKey(ctx.ip);
  return [
    { limit: limits.signInByName, of: [connection.name, normalizeName(identifier), ip] },
    { limit: limits.signInByIp, of: [ip] },
  ];
}

async function refuse(ctx: Context, attempt: Attempt, account: Account | null): Promise<PasswordCheck> {
  const { client, connection, identifier } = attempt;
  const about = { client, connection, typedName: identifier, user: account?.user };
  const description = 'Wrong email or password.';
  await logEvent(ctx, loginEvent(account ? 'fp' : 'fu', { ...about, description }));
  return { kind: 'wrong' };
}

/**
 * Refuses a try too many. `byName`: the count of the name, when it is that which ran over; the block that begins with it
 * is kept, and is one event, whatever number of tries follow.
 */
async function limit(ctx: Context, attempt: Attempt, byName: Counter | null): Promise<PasswordCheck> {
  const { client, connection, identifier, audience } = attempt;
  const description = 'Too many failed attempts.';
  const about = { client, connection, typedName: identifier, description };
  const block = { identifier: normalizeName(identifier), connection: connection.name, ip: ipKey(ctx.ip) };
  const begins = byName !== null && (await noteSignInBlock(ctx, byName, block));
  const account = begins ? await findAccount(ctx, connection.name, identifier, audience) : null;
  const type = begins ? 'limit_wc' : byName ? 'f' : 'limit_mu';
  await logEvent(ctx, loginEvent(type, { ...about, user: account?.user }));
  return { kind: 'limited' };
}

/**
 * Whether these are the name and password of somebody who may sign in. The try is counted before it is made. Unknown
 * name, missing password and wrong password take the same time and give the same answer; `blocked` is said only to
 * who knows the password. In a connection without `brute_force_protection` only the address is limited, but for Annex's
 * own client. Two statements; one more, the log row, on failure. Where a script decides it takes as long as the script.
 */
export async function checkPassword(ctx: Context, attempt: Attempt): Promise<PasswordCheck> {
  const { client, connection, identifier, password, audience } = attempt;
  const [byName, byIp] = countersOf(ctx, attempt);
  const countsByName = client.internal || connection.options.brute_force_protection;
  const exceeded = await spend(ctx, countsByName ? [byName, byIp] : [byIp]);
  if (exceeded[0]) return limit(ctx, attempt, exceeded.includes(limits.signInByName) ? byName : null);
  const found = await findAccount(ctx, connection.name, identifier, audience);
  const verdict = (await scriptDecides(ctx, connection, found))
    ? await checkByScript(ctx, attempt)
    : await checkHere(found, password);
  if (verdict.kind === 'failed') {
    const about = { client, connection, typedName: identifier };
    await logEvent(ctx, loginEvent('f', { ...about, description: verdict.message }));
    return { kind: 'failed' };
  }
  if (verdict.kind === 'wrong') return refuse(ctx, attempt, found);
  const { account } = verdict;
  const writes = [...forgive(byName, byIp), ...(await upgrade(account, password))];
  const { user } = account;
  if (!user.blocked) return { kind: 'right', account, writes };
  await logEvent(
    ctx,
    loginEvent('f', { client, user, connection: account.connection, description: 'user is blocked' }),
  );
  return { kind: 'blocked' };
}
