import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { type SignInRecording, signIns } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { presentSignIn } from './present-sign-in';
import { type SignInFilter, type SignInSummary, signInFilter } from './schemas';

export type SignInList = {
  sign_ins: SignInSummary[];
  /** The `from` of what follows; absent at the end. */
  next?: string;
};

const cursorOf = ({ at, id }: SignInSummary) => Buffer.from(`${at} ${id}`).toString('base64url');

/** What stands behind a cursor in the order of the list. It is compared with rows, and nothing else. */
function behind(from: string): SQL {
  const [at = '', id = ''] = Buffer.from(from, 'base64url').toString().split(' ');
  if (!/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(at) || Number.isNaN(Date.parse(at)) || !/^[\w-]+$/.test(id)) {
    throw new Invalid("Query validation error: 'Not a checkpoint of this list' on property from.", {
      errorCode: 'invalid_query_string',
    });
  }
  return sql`(${signIns.at}, ${signIns.id}) < (${at}::timestamptz, ${id})`;
}

/** A member of the recording, which is text until it is looked into. */
const member = <K extends keyof SignInRecording>(name: K) =>
  sql<SignInRecording[K] | null>`${signIns.recording} -> ${sql.raw(`'${name}'`)}`;

const columns = {
  id: signIns.id,
  at: signIns.at,
  userId: signIns.userId,
  userName: signIns.userName,
  clientId: signIns.clientId,
  clientName: signIns.clientName,
  connection: signIns.connection,
  protocol: signIns.protocol,
  result: signIns.result,
  durationMs: signIns.durationMs,
  isCut: signIns.isCut,
  steps: member('steps'),
  logs: member('logs'),
  error: member('error'),
};

/**
 * Recorded sign-ins, newest first. Needs the right to read rules and the right to read users, since claims and console
 * lines may quote all that is known of a person. One statement. Throws Invalid for a `from` that is not of this list.
 */
export async function listSignIns(ctx: Context, filter: SignInFilter = {}): Promise<SignInList> {
  authorize(ctx, 'read:rules');
  authorize(ctx, 'read:users');
  const { user_id, client_id, rule_id, result, from, take } = parseInput(signInFilter, filter, 'query');
  const rows = await ctx.db
    .select(columns)
    .from(signIns)
    .where(
      and(
        user_id === undefined ? undefined : eq(signIns.userId, user_id),
        client_id === undefined ? undefined : eq(signIns.clientId, client_id),
        rule_id === undefined ? undefined : sql`${signIns.ran} ? ${rule_id}`,
        result === undefined ? undefined : eq(signIns.result, result),
        from === undefined ? undefined : behind(from),
      ),
    )
    .orderBy(desc(signIns.at), desc(signIns.id))
    .limit(take + 1);
  const shown = rows.slice(0, take).map(({ steps, logs, error, ...row }) =>
    presentSignIn({
      ...row,
      recording: { steps: steps ?? [], logs: logs ?? [], ...(error ? { error } : {}) },
    }),
  );
  const last = rows.length > take ? shown.at(-1) : undefined;
  return { sign_ins: shown, ...(last ? { next: cursorOf(last) } : {}) };
}
