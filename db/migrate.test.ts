import { describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { dropOldLogs, ensureLogPartitions } from './log-partitions';
import { assertSupported, migrate } from './migrate';

const database = testDatabase();

async function partitionOf(logId: string): Promise<string | undefined> {
  const [row] = await database.sql`select tableoid::regclass::text as name from logs where log_id = ${logId}`;
  return row?.name;
}

const addLog = (logId: string, date: string) =>
  database.sql`insert into logs (log_id, date, type, details) values (${logId}, ${date}, 's', '{}')`;

describe('migrate', () => {
  it('may run again, and by many processes at once', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(database.url)));
  });
});

describe('the version of the server', () => {
  it('must be 15 or newer, and the refusal says what to do', () => {
    expect(() => assertSupported({ text: '14.12', num: 140_012 })).toThrow(
      /^DATABASE_URL points to PostgreSQL 14\.12, and Annex needs PostgreSQL 15 or newer\. Upgrade/,
    );
    expect(() => assertSupported({ text: '15.0', num: 150_000 })).not.toThrow();
  });
});

describe('partitions of the logs', () => {
  it('are made for this month and the next, across a year end', async () => {
    await ensureLogPartitions(database.sql, new Date('2031-12-31T23:59:59Z'));
    await addLog('dec', '2031-12-31T23:59:59.999Z');
    await addLog('jan', '2032-01-01T00:00:00Z');
    expect(await partitionOf('dec')).toBe('logs_2031_12');
    expect(await partitionOf('jan')).toBe('logs_2032_01');
  });

  it('take over rows that came before them', async () => {
    await addLog('early', '2033-05-31T12:00:00Z');
    await addLog('other', '2033-04-30T23:59:59Z');
    expect(await partitionOf('early')).toBe('logs_rest');
    await ensureLogPartitions(database.sql, new Date('2033-05-10T00:00:00Z'));
    expect(await partitionOf('early')).toBe('logs_2033_05');
    expect(await partitionOf('other')).toBe('logs_rest');
  });

  it('are made once when many processes start together', async () => {
    const now = new Date('2034-02-01T00:00:00Z');
    await Promise.all([1, 2, 3].map(() => ensureLogPartitions(database.sql, now)));
    await addLog('feb', '2034-02-02T00:00:00Z');
    expect(await partitionOf('feb')).toBe('logs_2034_02');
  });
});

describe('events that are too old', () => {
  const remaining = async () =>
    (await database.sql`select log_id from logs where log_id like 'old%' order by 1`).map(
      (row) => row.log_id,
    );

  it('go with their month, or row by row from the month that is kept; younger ones stay', async () => {
    await ensureLogPartitions(database.sql, new Date('2021-01-15T00:00:00Z'));
    await ensureLogPartitions(database.sql, new Date('2021-03-15T00:00:00Z'));
    await addLog('old-1', '2020-12-31T00:00:00Z'); // in no month of its own
    await addLog('old-2', '2021-01-31T23:59:59.999Z');
    await addLog('old-3', '2021-02-09T23:59:59.999Z');
    await addLog('old-4', '2021-02-10T00:00:00Z');
    await addLog('old-5', '2021-03-01T00:00:00Z');
    await dropOldLogs(database.sql, new Date('2021-02-10T00:00:00Z'));
    expect(await remaining()).toEqual(['old-4', 'old-5']);
    const [month] = await database.sql`
      select to_regclass('logs_2021_01') is null as gone, to_regclass('logs_2021_02') is not null as kept`;
    expect(month).toEqual({ gone: true, kept: true });
    await dropOldLogs(database.sql, new Date('2021-02-10T00:00:00Z'));
    expect(await remaining()).toEqual(['old-4', 'old-5']);
  });

  it('a month that somebody reads is left for the next time, and nobody waits', async () => {
    await ensureLogPartitions(database.sql, new Date('2019-01-15T00:00:00Z'));
    await addLog('older', '2019-01-31T00:00:00Z');
    await database.sql.begin(async (reader) => {
      await reader`select 1 from logs_2019_01`;
      await expect(dropOldLogs(database.sql, new Date('2019-06-01T00:00:00Z'))).rejects.toThrow(
        'lock timeout',
      );
    });
    await dropOldLogs(database.sql, new Date('2019-06-01T00:00:00Z'));
    const [month] = await database.sql`select to_regclass('logs_2019_01') is null as gone`;
    expect(month?.gone).toBe(true);
  });
});
