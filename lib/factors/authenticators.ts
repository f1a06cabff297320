import { and, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { authenticators } from '@/db/schema';
import type { Context } from '@/lib/context';
import { randomAlphanumeric } from '@/lib/ids';
import { open, seal } from '@/lib/secrets';
import type { Factor, FactorType } from './factors.types';
import { newTotpSecret } from './totp';

export type AuthenticatorRow = typeof authenticators.$inferSelect;

/** How long an enrolment may take. */
export const pendingMs = 3_600_000;

const kinds: Record<FactorType, string> = { otp: 'totp', 'recovery-code': 'recovery-code' };

/** `totp|dev_…`, as Auth0 names them. */
export const newFactorId = (type: FactorType): string => `${kinds[type]}|dev_${randomAlphanumeric(16)}`;

/** A moment as a parameter of a hand-written statement. */
export const at = (moment: Date): SQL => sql`${moment.toISOString()}::timestamptz`;

export type NewAuthenticator = {
  id: string;
  /** Base32, for the person's app. */
  secret: string;
  /** The write that makes it, unconfirmed. */
  insert: SQL;
};

/** An authenticator that nobody has proven to hold yet. `codeHash`: of a recovery code that was told already. */
export function newAuthenticator(
  ctx: Context,
  userId: string,
  { codeHash = null }: { codeHash?: string | null } = {},
): NewAuthenticator {
  const id = newFactorId('otp');
  const secret = newTotpSecret();
  const insert = sql`
    insert into authenticators (id, user_id, type, secret, code_hash, created_at)
    values (${id}, ${userId}, 'otp', ${seal(secret)}, ${codeHash}, ${at(ctx.now())})`;
  return { id, secret, insert };
}

/** The write that gives up an enrolment that was begun. */
export function dropPending(id: string | null): SQL {
  return sql`delete from authenticators where id = ${id} and confirmed_at is null`;
}

/** Gives up an enrolment that this person has begun; false when there is none of this id. One statement. */
export async function dropBegun(ctx: Context, userId: string, id: string): Promise<boolean> {
  const dropped = await ctx.db
    .delete(authenticators)
    .where(
      and(eq(authenticators.userId, userId), eq(authenticators.id, id), isNull(authenticators.confirmedAt)),
    )
    .returning({ id: authenticators.id });
  return dropped.length > 0;
}

/** The confirmed factors of a person, and the enrolments that they may still end. One statement. */
export function factorsOf(ctx: Context, userId: string): Promise<AuthenticatorRow[]> {
  const open = new Date(ctx.now().getTime() - pendingMs);
  const counts = or(isNotNull(authenticators.confirmedAt), gt(authenticators.createdAt, open));
  return ctx.db
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.userId, userId), counts))
    .orderBy(authenticators.type, authenticators.id);
}

/** The confirmed factors of a person. One statement. */
export function confirmedOf(ctx: Context, userId: string): Promise<AuthenticatorRow[]> {
  return ctx.db
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt)))
    .orderBy(authenticators.type);
}

/** One authenticator of this person, confirmed or not, or null. One statement. */
export async function authenticatorOf(
  ctx: Context,
  userId: string,
  id: string,
): Promise<AuthenticatorRow | null> {
  const [row] = await ctx.db
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.id, id), eq(authenticators.userId, userId)));
  return row ?? null;
}

/** The key of an `otp` in Base32. */
export function secretOf({ id, secret }: AuthenticatorRow): string {
  if (secret === null) throw new Error(`${id} has no key.`);
  return open(secret);
}

export function presentFactor(row: AuthenticatorRow): Factor {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    enrolledAt: (row.confirmedAt ?? row.createdAt).toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
