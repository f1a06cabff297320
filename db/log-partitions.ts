import type { ISql, Sql } from 'postgres';

type Month = { name: string; from: string; to: string };

function monthOf(now: Date, offset: number): Month {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset + 1, 1));
  const name = `logs_${from.getUTCFullYear()}_${String(from.getUTCMonth() + 1).padStart(2, '0')}`;
  return { name, from: from.toISOString(), to: to.toISOString() };
}

/**
 * Gives `logs` a partition for the month of `now` and for the one after. Rows of those months that lie in the default
 * partition already are moved; no reader sees them missing or twice. Safe to call from many processes at once.
 */
export async function ensureLogPartitions(sql: Sql, now: Date): Promise<void> {
  for (const month of [monthOf(now, 0), monthOf(now, 1)]) await ensurePartition(sql, month);
}

async function ensurePartition(sql: Sql, { name, from, to }: Month): Promise<void> {
  const exists = async (on: ISql) =>
    (await on`select to_regclass(${name}) is not null as found`)[0]?.found === true;
  if (await exists(sql)) return;
  await sql.begin(async (tx) => {
    await tx`lock table logs in access exclusive mode`;
    if (await exists(tx)) return;
    await tx`create table ${tx(name)} (like logs including defaults including constraints)`;
    await tx`
      with moved as (delete from logs_rest where date >= ${from} and date < ${to} returning *)
      insert into ${tx(name)} select * from moved`;
    // A utility statement takes no parameters; both values are ISO timestamps made above.
    await tx.unsafe(`alter table logs attach partition "${name}" for values from ('${from}') to ('${to}')`);
  });
}

/** The first moment that no row of a monthly partition has; null for a table that is none. */
function endOfMonth(name: string): Date | null {
  const [, year, month] = /^logs_(\d{4})_(\d{2})$/.exec(name) ?? [];
  return year === undefined ? null : new Date(Date.UTC(Number(year), Number(month), 1));
}

/**
 * Removes the events from before `cutoff`: whole months by dropping their partition, which costs nothing, the rest row
 * by row. Writers never wait for it longer than a moment: a partition that readers hold is left to the next run.
 */
export async function dropOldLogs(sql: Sql, cutoff: Date): Promise<void> {
  const partitions = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'logs'::regclass order by 1`;
  for (const { name } of partitions) {
    const end = endOfMonth(name);
    if (end === null || end > cutoff) continue;
    await sql.begin(async (tx) => {
      // Whoever waits for the parent's lock makes every sign-in wait behind it.
      await tx`set local lock_timeout = '2s'`;
      await tx`drop table if exists ${tx(name)}`;
    });
  }
  await sql`delete from logs where date < ${cutoff.toISOString()}`;
}
