import { and, eq, inArray, sql } from 'drizzle-orm';
import { admins, credentials, userActivity, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { checkBag, checkSize } from '@/lib/metadata';
import { needsRehash } from '@/lib/passwords';
import { changesBetween } from './changes';
import { assertWritable, type WritableField } from './gate';
import { type ImportedUser, type ImportOutcome, upsertFields } from './imported-user';
import { assertIdentifiable } from './internal';
import { claim, findMatch, findOwners, findTaken } from './match-imported';
import { type StoredUser, storedUserColumns, type UserState } from './state';
import { insertRows, type NewPassword, type NewUserRows, rowsOf, updateStored } from './write';

/** A user of another system who may be stored, with the rows of one who is new here; or why nobody stores them. */
export type PreparedImport = { user: ImportedUser; rows: NewUserRows } | { refused: ImportOutcome };

/** A user of the batch and where their outcome goes. */
type Entry = Exclude<PreparedImport, { refused: unknown }> & { settle: (outcome: ImportOutcome) => void };
type Match = { entry: Entry; userId: string };

function refusal(error: unknown): ImportOutcome {
  if (!(error instanceof AppError)) throw error;
  return { kind: 'refused', message: error.message, fields: error.fields ?? {} };
}

/**
 * Refuses what no path may store, and does all that can be done of a user without the database, so that an import does
 * it while the users before are being stored. Pure.
 */
export function prepareImport(user: ImportedUser): PreparedImport {
  const { userMetadata, appMetadata } = user.state;
  try {
    if (userMetadata) checkBag('user_metadata', userMetadata);
    if (appMetadata) checkBag('app_metadata', appMetadata);
    checkSize(userMetadata, appMetadata);
    assertIdentifiable(user.state);
  } catch (error) {
    return { refused: refusal(error) };
  }
  return { user, rows: rowsOf({ ...user, changes: changesBetween(null, user.state) }) };
}

async function fetchMatched(ctx: Context, ids: readonly string[]) {
  const rows = await ctx.db
    .select({
      ...storedUserColumns,
      storedHash: credentials.passwordHash,
      earlier: credentials.earlier,
      isAdmin: sql<boolean>`${admins.userId} is not null`,
    })
    .from(users)
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .leftJoin(credentials, and(eq(credentials.userId, users.userId), eq(credentials.identity, '')))
    .leftJoin(admins, eq(admins.userId, users.userId))
    .where(inArray(users.userId, [...ids]))
    .orderBy(users.userId)
    .for('update', { of: users });
  return new Map(rows.map((row) => [row.userId, row]));
}

function fieldsGiven({ given }: ImportedUser, hash: string | undefined): WritableField[] {
  const named = Object.entries(upsertFields).filter(([, key]) => given[key] !== undefined);
  const fields = named.map(([field]) => field as WritableField);
  return hash === undefined ? fields : [...fields, 'password'];
}

/** The hash to store: a first one always, another only over one that was imported and never used. */
function hashAfter(user: ImportedUser, stored: string | null): string | undefined {
  const { passwordHash, replacesHash } = user;
  if (passwordHash === null || passwordHash === stored) return undefined;
  return stored === null || (replacesHash && needsRehash(stored)) ? passwordHash : undefined;
}

async function saveMatched(
  ctx: Context,
  before: StoredUser,
  user: ImportedUser,
  password: NewPassword | undefined,
) {
  const after: UserState = { ...before, ...user.given, version: before.version + 1 };
  checkSize(after.userMetadata, after.appMetadata);
  const changes = changesBetween(before, after);
  if (password !== undefined) changes.password = {};
  const cleared = before.userMetadata === null && after.userMetadata !== null;
  if (Object.keys(changes).length === 0 && !cleared) return;
  await updateStored(ctx, { before, after, changes, password });
}

async function updateMatched(ctx: Context, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return;
  const stored = await fetchMatched(
    ctx,
    matches.map(({ userId }) => userId),
  );
  await Promise.all(
    matches.map(async ({ entry, userId }) => {
      const found = stored.get(userId);
      if (!found) return entry.settle({ kind: 'taken', field: 'user_id' });
      const { storedHash, earlier, isAdmin, ...before } = found;
      const hash = hashAfter(entry.user, storedHash);
      try {
        assertWritable(ctx.actor, { userId, isAdmin }, fieldsGiven(entry.user, hash));
        const password = hash === undefined ? undefined : { identity: '', hash, earlier: earlier ?? [] };
        await saveMatched(ctx, before, entry.user, password);
        entry.settle({ kind: 'updated' });
      } catch (error) {
        entry.settle(refusal(error));
      }
    }),
  );
}

/**
 * One transaction: what is new in one statement, then what is matched. Imports take turns, so none deadlocks. Its commit
 * does not wait for the disk: that of whatever comes after it, at the latest the end of the import, waits for both.
 */
async function storeTogether(ctx: Context, entries: readonly Entry[], upsert: boolean): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.import-users')),
    set_config('synchronous_commit', 'off', true)`);
  const owners = await findOwners(
    ctx,
    entries.map(({ user }) => user),
  );
  const fresh: Entry[] = [];
  const matches = new Map<string, Match>();
  for (const entry of entries) {
    const { state } = entry.user;
    const match = upsert ? findMatch(owners, state) : null;
    const taken = match === null ? findTaken(owners, state) : null;
    if (taken) entry.settle(taken);
    else if (match === null) {
      claim(owners, state);
      fresh.push(entry);
    } else if (typeof match !== 'string') entry.settle(match);
    else if (matches.has(match)) entry.settle({ kind: 'taken', field: 'email' });
    else matches.set(match, { entry, userId: match });
  }
  if (fresh.length > 0) {
    await insertRows(
      ctx,
      fresh.map(({ rows }) => rows),
    );
    for (const { settle } of fresh) settle({ kind: 'inserted' });
  }
  await updateMatched(ctx, [...matches.values()]);
}

/** SQLSTATE classes that blame the data or a race, so that a smaller batch may fare better. */
const ofData = /^(22|23|40|54)/;

function dataFault(error: unknown): string | null {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return cause instanceof Error && ofData.test(code) ? cause.message : null;
}

/** Halves what the database refuses until the user at fault stands alone. */
async function store(ctx: Context, entries: readonly Entry[], upsert: boolean): Promise<void> {
  if (entries.length === 0) return;
  try {
    await ctx.db.transaction((tx) => storeTogether({ ...ctx, db: tx }, entries, upsert));
  } catch (error) {
    const fault = dataFault(error);
    if (fault === null) throw error;
    const [only] = entries;
    if (only && entries.length === 1) return only.settle({ kind: 'refused', message: fault, fields: {} });
    const half = entries.length >> 1;
    await store(ctx, entries.slice(0, half), upsert);
    await store(ctx, entries.slice(half), upsert);
  }
}

/**
 * Stores users of another system, some hundred at a time, and says for each what became of it: inserted; updated, with
 * `upsert`, in the fields that an import may write; or why not. One that cannot be stored costs no other. Two imports
 * at once, and sign-ups beside them, lose nothing. Every change passes the gate and leaves a version row.
 */
export async function storeImportedUsers(
  ctx: Context,
  imported: readonly PreparedImport[],
  { upsert }: { upsert: boolean },
): Promise<ImportOutcome[]> {
  authorize(ctx, 'create:users');
  if (upsert) authorize(ctx, 'update:users');
  const outcomes: ImportOutcome[] = imported.map(() => ({ kind: 'inserted' }));
  const entries = imported.flatMap((prepared, index): Entry[] => {
    const settle = (outcome: ImportOutcome) => {
      outcomes[index] = outcome;
    };
    if (!('refused' in prepared)) return [{ ...prepared, settle }];
    settle(prepared.refused);
    return [];
  });
  await store(ctx, entries, upsert);
  return outcomes;
}
