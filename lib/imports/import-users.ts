import { authorize } from '@/lib/access';
import { defaultConnection, listConnections } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { logEvent } from '@/lib/logs';
import { type ImportedUser, loginKeysOf, storeImportedUsers } from '@/lib/users';
import { makeBatches } from './batches';
import { makeKeySet } from './key-set';
import type { SourceRecord } from './read-records';
import type { RowError } from './row-errors';
import { outcomeErrors, type RowReport, reportOf } from './row-report';
import type { Target } from './target';
import { toUser } from './to-user';

export type ImportSummary = {
  total: number;
  inserted: number;
  updated: number;
  failed: number;
  /** Fields that this version has no place for, and in how many records they were. */
  notStored: Record<string, number>;
};

export type ImportOptions = {
  source: AsyncIterable<SourceRecord>;
  /**
   * The database connection that takes the users; also those that an export has in another one. Null: the default
   * connection, or the one of the same name for users of an export.
   */
  connection: string | null;
  /** Whether users who are here already are brought to what the file says; otherwise their records fail. */
  upsert: boolean;
  onProgress?: (summary: Readonly<ImportSummary>) => void;
  onReport?: (report: RowReport) => void | Promise<void>;
  /** Ends the import after the records that are being stored. */
  signal?: AbortSignal | undefined;
};

type Checked = { record: SourceRecord; user: ImportedUser };

const batchLimits = { rows: 500, bytes: 4 * 1024 * 1024 };
const factorsFailed: RowError = {
  code: 'MFA_FACTORS_FAILED',
  message: 'The user is stored without these factors: this version has no second factors yet',
  path: 'mfa_factors',
};
const duplicated: RowError = {
  code: 'DUPLICATED_USER',
  message: 'An earlier record of this file is the same user',
};

async function findTarget(ctx: Context, name: string | null): Promise<Target> {
  const connections = (await listConnections(ctx)).filter(({ strategy }) => strategy === 'auth0');
  const wanted = name ?? defaultConnection;
  const connection = connections.find((candidate) => candidate.name === wanted);
  const known = new Set(connections.map((candidate) => candidate.name));
  if (connection) return { connection, forced: name !== null, known, now: ctx.now() };
  throw new Invalid(
    `There is no connection named ${wanted}. Known here: ${[...known].join(', ') || 'none'}.`,
    {
      errorCode: 'inexistent_connection',
      fields: { connection: 'There is no such connection.' },
    },
  );
}

/** Whether an earlier user of the file has one of this user's names. */
function makeDuplicateCheck(): (user: ImportedUser) => boolean {
  const seen = makeKeySet();
  return ({ state }) => !seen.claim([`id\x1f${state.userId}`, ...loginKeysOf(state)]);
}

/** The row of the import itself in the tenant's log. */
async function logImport(ctx: Context, target: Target, summary: ImportSummary): Promise<void> {
  const { inserted, updated, failed, total, notStored } = summary;
  await logEvent(ctx, {
    type: inserted + updated > 0 || failed === 0 ? 'sui' : 'fui',
    description: `Users import: ${inserted} inserted, ${updated} updated, ${failed} failed`,
    connection: target.connection.name,
    details: {
      summary: { total, inserted, updated, failed },
      not_stored: notStored,
      request_id: ctx.requestId,
    },
  });
}

/**
 * Imports the users of a file (`reference/management-api.md` 6): reads, checks and stores them some hundred at a time,
 * in flat memory. A record that cannot be stored is reported and costs no other; duplicates within the file are
 * refused. Two imports at once, and sign-ups beside them, lose nothing. Writes `sui` to the log, or `fui` when
 * nothing could be stored. Throws Invalid for an unknown connection.
 */
export async function importUsers(ctx: Context, options: ImportOptions): Promise<ImportSummary> {
  authorize(ctx, 'create:users');
  const { source, upsert, signal, onProgress, onReport } = options;
  const target = await findTarget(ctx, options.connection);
  const summary: ImportSummary = { total: 0, inserted: 0, updated: 0, failed: 0, notStored: {} };
  const isDuplicate = makeDuplicateCheck();

  const refuse = async (record: SourceRecord, errors: RowError[]) => {
    summary.failed++;
    await onReport?.(reportOf(record, errors));
  };
  const batches = makeBatches<Checked>(batchLimits, async (checked) => {
    const users = checked.map(({ user }) => user);
    const outcomes = await storeImportedUsers(ctx, users, { upsert });
    for (const [index, { record }] of checked.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'inserted' || outcome?.kind === 'updated') summary[outcome.kind]++;
      else if (outcome) await refuse(record, outcomeErrors(outcome));
    }
    onProgress?.(summary);
  });
  const take = async (record: SourceRecord) => {
    if ('fault' in record) return refuse(record, [{ code: 'FORMAT', message: record.fault }]);
    const mapped = toUser(record.value, target);
    if ('errors' in mapped) return refuse(record, mapped.errors);
    if (isDuplicate(mapped.user)) return refuse(record, [duplicated]);
    for (const name of mapped.notStored) summary.notStored[name] = (summary.notStored[name] ?? 0) + 1;
    if (mapped.notStored.includes('mfa_factors')) await onReport?.(reportOf(record, [factorsFailed], true));
    await batches.add({ record, user: mapped.user }, record.bytes);
  };

  for await (const record of source) {
    if (signal?.aborted) break;
    summary.total++;
    await take(record);
  }
  await batches.end();
  onProgress?.(summary);
  await logImport(ctx, target, summary);
  return summary;
}
