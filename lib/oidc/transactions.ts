import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { oidcTransactions } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { SuspendedLogin } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { open, seal } from '@/lib/secrets';
import type { AuthorizationRequest } from './authorization-request';
import type { AuthorizationResponse } from './authorization-response';
import type { ConsentStep } from './consent-step.types';
import type { FactorStep } from './factor-step.types';
import { at, json } from './write-together';

/** What has happened in a transaction since `/authorize`. */
export type Progress =
  | { step: 'login' }
  /**
   * A rule or an Action sent the browser away; `/continue` goes on. `carried`: root fields that rules put on `user`;
   * `suspended`: where the chain of Actions goes on.
   */
  | { step: 'redirect'; sid: string; carried: JsonObject; suspended?: SuspendedLogin | undefined }
  | FactorStep
  | ConsentStep
  /** The answer is made and waits for the browser to fetch it. Sealed, because it may hold a code. */
  | { step: 'response'; response: string };

export type Transaction = { idHash: string; request: AuthorizationRequest; progress: Progress };

const lifetimes: Record<Progress['step'], number> = {
  login: 3600,
  redirect: 3 * 86_400,
  factor: 3600,
  consent: 3600,
  response: 60,
};

export type NewTransaction = { id: string; insert: SQL };

/** A transaction bound to the browser that holds the cookie `browser`. */
export function newTransaction(
  ctx: Context,
  { request, progress, browser }: { request: AuthorizationRequest; progress: Progress; browser: string },
): NewTransaction {
  const id = newSecret();
  const expiresAt = new Date(ctx.now().getTime() + lifetimes[progress.step] * 1000);
  const insert = sql`
    insert into oidc_transactions (id_hash, client_id, params, state, browser_hash, expires_at)
    values (${hashSecret(id)}, ${request.clientId}, ${json(request)}, ${json(progress)}, ${hashSecret(browser)},
      ${at(expiresAt)})`;
  return { id, insert };
}

export function parkedResponse(response: AuthorizationResponse): Progress {
  return { step: 'response', response: seal(JSON.stringify(response)).toString('base64') };
}

export function openResponse(progress: Extract<Progress, { step: 'response' }>): AuthorizationResponse {
  return JSON.parse(open(Buffer.from(progress.response, 'base64')));
}

type InBrowser = { state: string | undefined; browser: string | undefined };

/** Only this browser's, and only while it lasts. */
function mine(ctx: Context, state: string, browser: string) {
  return and(
    eq(oidcTransactions.idHash, hashSecret(state)),
    eq(oidcTransactions.browserHash, hashSecret(browser)),
    gt(oidcTransactions.expiresAt, ctx.now()),
  );
}

/** The columns hold what `newTransaction` wrote, and nothing else writes them. */
function fromRow(row: typeof oidcTransactions.$inferSelect | undefined): Transaction | null {
  if (!row) return null;
  return {
    idHash: row.idHash,
    request: row.params as AuthorizationRequest,
    progress: row.state as Progress,
  };
}

const isPlausible = ({ state, browser }: InBrowser) =>
  state !== undefined && browser !== undefined && state.length <= 200 && browser.length <= 200;

/** The transaction, or null when it is unknown, over, or another browser's. One statement. */
export async function findTransaction(ctx: Context, input: InBrowser): Promise<Transaction | null> {
  if (!isPlausible(input)) return null;
  const { state = '', browser = '' } = input;
  const [row] = await ctx.db
    .select()
    .from(oidcTransactions)
    .where(mine(ctx, state, browser));
  return fromRow(row);
}

/** As `findTransaction`, and it is gone: of two who come with one state, one gets it. */
export async function takeTransaction(ctx: Context, input: InBrowser): Promise<Transaction | null> {
  if (!isPlausible(input)) return null;
  const { state = '', browser = '' } = input;
  const [row] = await ctx.db
    .delete(oidcTransactions)
    .where(mine(ctx, state, browser))
    .returning();
  return fromRow(row);
}

/** The write that notes how far a transaction has come; its time goes on. */
export function moveTransaction(transaction: Pick<Transaction, 'idHash'>, progress: Progress): SQL {
  return sql`update oidc_transactions set state = ${json(progress)} where id_hash = ${transaction.idHash}`;
}

/** The write that ends a transaction. */
export function endTransaction(transaction: Transaction): SQL {
  return sql`delete from oidc_transactions where id_hash = ${transaction.idHash}`;
}
