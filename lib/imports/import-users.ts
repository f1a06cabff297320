import { setImmediate as letOthers } from 'node:timers/promises';
import { authorize } from '@/lib/access';
import { defaultConnection, listConnections } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { importTotp } from '@/lib/factors';
import { logEvent } from '@/lib/logs';
import { loginKeysOf, type PreparedImport, prepareImport, storeImportedUsers } from '@/lib/users';
import { makeBatches } from './batches';
import { makeKeySet } from './key-set';
import type { SourceRecord } from './read-records';
import type { RowError } from './row-errors';
import { outcomeErrors, type RowReport, reportOf } from './row-report';
import type { Mapped, Target } from './target';
import { toUser } from './to-user';

export type ImportSummary = {
  total: number;
  inserted: number;
  updated: number;
  failed: number;
  /** Fields that this version has no place for, and in how many records they were. */
  notStored: Record<string, number>;
};

/** What one transaction of an import did: the summary of all up to here, and reports of its own records. */
export type ImportStep = { summary: ImportSummary; reports: RowReport[] };

/** Keeps what an import has done, so that another run can go on where this one stopped. */
export type ImportJournal = {
  /** What earlier runs did; that many records are passed over. */
  done: ImportSummary | null;
  /** Does a step in a transaction, and stores its progress in the same. */
  step(work: (tx: Context) => Promise<ImportStep>): Promise<void>;
  /** Does the last step; not called when the import was aborted. */
  end(work: (tx: Context) => Promise<ImportSummary>): Promise<void>;
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
  /** Told of each step once it is stored. */
  onStep?: (step: Readonly<ImportStep>) => void | Promise<void>;
  /** Ends the import after the records that are being stored. */
  signal?: AbortSignal | undefined;
  journal?: ImportJournal;
};

/** A record with what it stands for, or why it cannot be stored. */
type Checked = { record: SourceRecord } & (
  | { mapped: Extract<Mapped, { user: unknown }>; prepared: PreparedImport }
  | { mapped: Extract<Mapped, { errors: unknown }> }
);

const checkedOf = (record: SourceRecord, mapped: Mapped): Checked =>
  'errors' in mapped ? { record, mapped } : { record, mapped, prepared: prepareImport(mapped.user) };

/** So many records are read before the batch that is being stored, and other requests, get their turn: about a millisecond or two. */
const inOneGo = 8;
const batchLimits = { rows: 500, bytes: 4 * 1024 * 1024 };
const factorsFailed: RowError = {
  code: 'MFA_FACTORS_FAILED',
  message: 'The user is stored without these factors: only a usable totp of a new user is taken over',
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

/** Checks records one after the other; knows of each whether an earlier one has one of its user's names. */
function makeCheck(target: Target): (record: SourceRecord) => Mapped {
  const seen = makeKeySet();
  return (record) => {
    if ('fault' in record) return { errors: [{ code: 'FORMAT', message: record.fault }] };
    const mapped = toUser(record.value, target);
    if ('errors' in mapped) return mapped;
    const { state } = mapped.user;
    const isNew = seen.claim([`id\x1f${state.userId}`, ...loginKeysOf(state)]);
    return isNew ? mapped : { errors: [duplicated] };
  };
}

/** Stores a batch in the caller's transaction. Every record of it is counted once. */
async function storeBatch(
  tx: Context,
  batch: readonly Checked[],
  { upsert, before }: { upsert: boolean; before: ImportSummary },
): Promise<ImportStep> {
  const users = batch.flatMap((checked) => ('prepared' in checked ? [checked.prepared] : []));
  const outcomes = (await storeImportedUsers(tx, users, { upsert })).values();
  const reports: RowReport[] = [];
  const apps: Parameters<typeof importTotp>[1][number][] = [];
  const summary = structuredClone(before);
  for (const { record, mapped } of batch) {
    const outcome = 'errors' in mapped ? undefined : outcomes.next().value;
    const isStored = outcome?.kind === 'inserted' || outcome?.kind === 'updated';
    summary.total++;
    summary[isStored ? outcome.kind : 'failed']++;
    if (!('errors' in mapped) && mapped.totp !== undefined && isStored) {
      // Nobody's import changes the factors of a user who is here already.
      if (outcome.kind === 'inserted') apps.push({ userId: mapped.user.state.userId, secret: mapped.totp });
      else mapped.notStored.push('mfa_factors');
    }
    if ('errors' in mapped) reports.push(reportOf(record, mapped.errors));
    else if (outcome && !isStored) reports.push(reportOf(record, outcomeErrors(outcome)));
    else if (mapped.notStored.includes('mfa_factors')) reports.push(reportOf(record, [factorsFailed], true));
    if ('errors' in mapped) continue;
    for (const name of mapped.notStored) summary.notStored[name] = (summary.notStored[name] ?? 0) + 1;
  }
  await importTotp(tx, apps);
  return { summary, reports };
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

/** For an import that nobody goes on with: its steps are stored, and so is its row in the log however it ends. */
function makeNoJournal(ctx: Context): ImportJournal {
  return {
    done: null,
    step: (work) => withTransaction(ctx, async (tx) => void (await work(tx))),
    end: (work) => withTransaction(ctx, async (tx) => void (await work(tx))),
  };
}

/**
 * Imports the users of a file (`reference/management-api.md` 6): reads, checks and stores them some hundred at a time,
 * in flat memory. A record that cannot be stored is reported and costs no other; duplicates within the file are
 * refused. Two imports at once, and sign-ups beside them, lose nothing. Writes `sui` to the log, or `fui` when
 * nothing could be stored. With a journal, a run goes on where another one stopped: no record is stored or counted
 * twice. Throws Invalid for an unknown connection.
 */
export async function importUsers(ctx: Context, options: ImportOptions): Promise<ImportSummary> {
  authorize(ctx, 'create:users');
  const { source, upsert, signal, onStep, journal = makeNoJournal(ctx) } = options;
  const target = await findTarget(ctx, options.connection);
  const check = makeCheck(target);
  const passedOver = journal.done?.total ?? 0;
  let summary = journal.done ?? { total: 0, inserted: 0, updated: 0, failed: 0, notStored: {} };

  const batches = makeBatches<Checked>(batchLimits, async (batch) => {
    let step: ImportStep = { summary, reports: [] };
    await journal.step(async (tx) => {
      step = await storeBatch(tx, batch, { upsert, before: summary });
      return step;
    });
    summary = step.summary;
    await onStep?.(step);
  });
  let read = 0;
  for await (const record of source) {
    if (signal?.aborted) break;
    const mapped = check(record); // those passed over too: their names are taken
    if (++read > passedOver) await batches.add(checkedOf(record, mapped), record.bytes);
    if (read % inOneGo === 0) await letOthers();
  }
  await batches.end();
  if (signal?.aborted && options.journal) return summary;
  await journal.end(async (tx) => {
    await logImport(tx, target, summary);
    return summary;
  });
  return summary;
}
