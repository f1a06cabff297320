import { createServer } from 'node:http';
import postgres from 'postgres';

/**
 * The yardstick: node:http and the driver, doing the statements that a verb was seen to make and nothing else. No
 * tokens, no checks, no merge. Settings come as one JSON argument; it prints its port.
 */
export type BareSettings = {
  databaseUrl: string;
  /** One request runs them in order, in a transaction when there is more than one. */
  statements: { text: string; params: unknown[] }[];
  /** Parameters equal to this are replaced by a number that grows, as a version does; so are ids of log rows. */
  counter: number | null;
  /** Digits that stand in parameters and are others in each request, so that indexes have as much to do as ours. */
  fresh: string | null;
  /** Parameters equal to the first of these are replaced by each of them in turn. */
  userIds: string[];
};

const [argument = '{}'] = process.argv.slice(2);
const { databaseUrl, statements, counter, fresh, userIds }: BareSettings = JSON.parse(argument);
const sql = postgres(databaseUrl, { max: 10, connection: { TimeZone: 'UTC' } });
let next = 1_000_000;
const logId = /"logId":"\d+"/;

type Row = Record<string, unknown>;

async function run(): Promise<unknown> {
  const value = ++next;
  const userId = userIds[value % userIds.length];
  const replace = (param: unknown) => {
    if (counter !== null && param === counter) return value;
    if (param === userIds[0]) return userId;
    if (typeof param !== 'string') return param;
    const own = fresh === null ? param : param.replaceAll(fresh, String(value).padStart(fresh.length, '0'));
    return own.replace(logId, () => `"logId":"${String(value).padStart(56, '0')}"`);
  };
  const paramsOf = (params: unknown[]) => params.map(replace) as string[];
  const [first] = statements;
  if (!first) return null;
  if (statements.length === 1)
    return sql.unsafe<Row[]>(first.text, paramsOf(first.params), { prepare: true });
  return sql.begin(async (tx) => {
    let last: unknown;
    for (const { text, params } of statements) {
      last = await tx.unsafe<Row[]>(text, paramsOf(params), { prepare: true });
    }
    return last;
  });
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    run().then(
      (rows) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(rows));
      },
      (error: Error) => {
        response.statusCode = 500;
        response.end(error.message);
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(address !== null && typeof address === 'object' ? address.port : '');
});
