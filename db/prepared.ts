import type { Sql, TransactionSql } from 'postgres';

/** A statement is prepared once it has been seen this often: what is asked once is not worth a place. */
const admittedAfter = 3;
/** Most statements kept prepared on a connection; texts that callers can vary at will must not fill the server. */
const most = 400;

type Unsafe = Sql['unsafe'];
type Client = { unsafe: Unsafe };

function preparing(unsafe: Unsafe, seen: Map<string, number>): Unsafe {
  return ((text, params, options) => {
    const times = seen.get(text) ?? 0;
    if (times < admittedAfter && (times > 0 || seen.size < most)) seen.set(text, times + 1);
    const prepare = params !== undefined && params.length > 0 && times >= admittedAfter;
    return unsafe(text, params, { ...options, prepare: prepare || options?.prepare === true });
  }) as Unsafe;
}

/**
 * Lets drizzle's statements be prepared, in transactions too. The driver prepares nothing that drizzle sends, and an
 * unprepared statement with parameters costs a second round trip.
 */
export function prepareRepeated(sql: Sql): Sql {
  const seen = new Map<string, number>();
  const wrap = <C extends Client>(client: C): C =>
    Object.assign(client, { unsafe: preparing(client.unsafe, seen) });
  const nested = <C extends TransactionSql>(client: C): C => {
    const savepoint = client.savepoint.bind(client);
    const enter = (first: unknown, second?: (sql: TransactionSql) => unknown) =>
      typeof first === 'function'
        ? savepoint((inner) => first(nested(inner)))
        : savepoint(String(first), (inner) => second?.(nested(inner)));
    return Object.assign(wrap(client), { savepoint: enter });
  };
  const begin = sql.begin.bind(sql);
  const enter = (first: unknown, second?: (sql: TransactionSql) => unknown) =>
    typeof first === 'function'
      ? begin((inner) => first(nested(inner)))
      : begin(String(first), (inner) => second?.(nested(inner)));
  return Object.assign(wrap(sql), { begin: enter });
}
