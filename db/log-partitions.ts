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
