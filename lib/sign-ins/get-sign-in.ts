import { eq } from 'drizzle-orm';
import { signIns } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { type Login, runInput } from '@/lib/rules';
import { reviveLogin } from './kept-login';
import { presentSignIn, type SignInRow } from './present-sign-in';
import type { SignInDetail } from './schemas';

async function fetchSignIn(ctx: Context, id: string): Promise<SignInRow> {
  const [row] = await ctx.db.select().from(signIns).where(eq(signIns.id, id));
  if (!row) throw new NotFound('The sign-in is not recorded, or not any more.');
  return row;
}

function assertMayRead(ctx: Context): void {
  authorize(ctx, 'read:rules');
  authorize(ctx, 'read:users');
}

/** A recorded sign-in with all that is kept of it. Rights as for the list. One statement. Throws NotFound. */
export async function getSignIn(ctx: Context, id: string): Promise<SignInDetail> {
  assertMayRead(ctx);
  const row = await fetchSignIn(ctx, id);
  const { login, resumed, suspended, id_token, access_token, scope, writes, redirect } = row.recording;
  const input = login && runInput(reviveLogin(login), [], {});
  return {
    ...presentSignIn(row),
    ...(input ? { user: input.user, context: input.context } : {}),
    id_token,
    access_token,
    ...(scope ? { scope } : {}),
    writes,
    ...(redirect === undefined ? {} : { redirect }),
    resumed,
    can_rerun: login !== undefined && !resumed,
    can_rerun_actions: login !== undefined && (!resumed || suspended !== undefined),
  };
}

/** A sign-in to be run again, and how it went. */
export type RecordedSignIn = { login: Login; row: SignInRow };

/** The sign-in as rules were given it. Rights as for the list. Throws NotFound, also where its input was not kept. */
export async function getRecordedLogin(ctx: Context, id: string): Promise<RecordedSignIn> {
  assertMayRead(ctx);
  const row = await fetchSignIn(ctx, id);
  const { login } = row.recording;
  if (!login) throw new NotFound('The input of this sign-in was too large to be kept.');
  return { login: reviveLogin(login), row };
}
