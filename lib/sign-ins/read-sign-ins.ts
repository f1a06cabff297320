import { and, desc, type SQL, sql } from 'drizzle-orm';
import { signIns } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import type { Login } from '@/lib/rules';
import { reviveLogin } from './kept-login';

export type ReadableSignIn = {
  id: string;
  at: Date;
  login: Login;
  /** Where Actions went on behind a redirect. */
  suspended?: JsonObject | undefined;
};

/** What is to be run over them: Actions also where they go on, rules where a sign-in begins. */
type Over = 'rules' | 'actions';

const runnable: Record<Over, SQL> = {
  rules: sql`(${signIns.recording} ->> 'resumed') = 'false'`,
  actions: sql`((${signIns.recording} ->> 'resumed') = 'false' or ${signIns.recording} -> 'suspended' is not null)`,
};

const together = 250;

/**
 * The newest `last` sign-ins that rules, or Actions, can be run over again, newest first, some hundred at a time; the next ones are
 * on their way while these are put to use. Rights as for the list.
 */
export async function* readSignIns(
  ctx: Context,
  last: number,
  over: Over = 'rules',
): AsyncGenerator<ReadableSignIn[]> {
  authorize(ctx, 'read:rules');
  authorize(ctx, 'read:users');
  const load = (after: ReadableSignIn | undefined, limit: number) =>
    ctx.db
      .select({
        id: signIns.id,
        at: signIns.at,
        login: sql<JsonObject>`${signIns.recording} -> 'login'`,
        suspended: sql<JsonObject | null>`${signIns.recording} -> 'suspended'`,
      })
      .from(signIns)
      .where(
        and(
          runnable[over],
          sql`${signIns.recording} -> 'login' is not null`,
          after &&
            sql`(${signIns.at}, ${signIns.id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(signIns.at), desc(signIns.id))
      .limit(limit)
      .then((rows) =>
        rows.map(({ suspended, login, ...row }) => ({
          ...row,
          login: reviveLogin(login),
          suspended: suspended ?? undefined,
        })),
      );
  for (let left = last, loading = load(undefined, Math.min(together, last)); ; ) {
    const page = await loading;
    left -= page.length;
    const end = page.at(-1);
    const isLast = !end || left <= 0 || page.length < together;
    if (!isLast) {
      loading = load(end, Math.min(together, left));
      loading.catch(() => undefined); // thrown when it is awaited, if it ever is
    }
    if (page.length > 0) yield page;
    if (isLast) return;
  }
}
