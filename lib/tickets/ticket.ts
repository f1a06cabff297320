import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { tickets, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { hashSecret, newSecret } from '@/lib/ids';

export type TicketKind = 'password' | 'email';

const paths: Record<TicketKind, string> = { password: '/u/reset-password', email: '/u/email-verification' };

export type NewTicket = {
  kind: TicketKind;
  userId: string;
  /** The user's address now; the ticket dies when it changes. */
  email: string | null;
  clientId: string | null;
  resultUrl: string | null;
  marksEmailAsVerified: boolean;
  includesEmail: boolean;
  lifetimeSeconds: number;
};

/** Makes a ticket and the one address that opens it. Whoever calls it has established that the actor may. */
export async function issueTicket(
  ctx: Context,
  { lifetimeSeconds, ...ticket }: NewTicket,
): Promise<{ url: string; tokenHash: string }> {
  const token = newSecret();
  const tokenHash = hashSecret(token);
  const expiresAt = new Date(ctx.now().getTime() + lifetimeSeconds * 1000);
  await ctx.db.insert(tickets).values({ ...ticket, tokenHash, expiresAt });
  // The final # is Auth0's: programs add their own fragment or cut it off.
  return { url: `${env().ANNEX_URL}${paths[ticket.kind]}?ticket=${token}#`, tokenHash };
}

/** Takes a ticket back whose mail did not leave. */
export async function withdrawTicket(ctx: Context, tokenHash: string): Promise<void> {
  await ctx.db.delete(tickets).where(eq(tickets.tokenHash, tokenHash));
}

export type Ticket = typeof tickets.$inferSelect;

/** What of a ticket is left. `none`: there never was one, it is long over, or the user is gone. */
export type FoundTicket = { state: 'open' | 'used' | 'expired'; ticket: Ticket } | { state: 'none' };

const isPlausible = (token: string) => /^[\w-]{43}$/.test(token);

/** Looks at a ticket without using it. One statement. */
export async function findTicket(ctx: Context, kind: TicketKind, token: string): Promise<FoundTicket> {
  if (!isPlausible(token)) return { state: 'none' };
  const [row] = await ctx.db
    .select({ ticket: tickets, email: users.email })
    .from(tickets)
    .innerJoin(users, eq(users.userId, tickets.userId))
    .where(and(eq(tickets.tokenHash, hashSecret(token)), eq(tickets.kind, kind)));
  if (!row) return { state: 'none' };
  const { ticket, email } = row;
  if (ticket.usedAt !== null) return { state: 'used', ticket };
  const isOver = ticket.expiresAt <= ctx.now() || ticket.email !== email;
  return { state: isOver ? 'expired' : 'open', ticket };
}

/** Uses a ticket up: of all who come with it at once, one gets it and the others null. One statement. */
export async function spendTicket(ctx: Context, kind: TicketKind, token: string): Promise<Ticket | null> {
  if (!isPlausible(token)) return null;
  const [spent] = await ctx.db
    .update(tickets)
    .set({ usedAt: ctx.now() })
    .where(
      and(
        eq(tickets.tokenHash, hashSecret(token)),
        eq(tickets.kind, kind),
        isNull(tickets.usedAt),
        gt(tickets.expiresAt, ctx.now()),
        sql`exists (select 1 from ${users} where ${users.userId} = ${tickets.userId}
          and ${users.email} is not distinct from ${tickets.email})`,
      ),
    )
    .returning();
  return spent ?? null;
}

/** Removes tickets a day after their end: until then their pages can say what became of them. */
export async function sweepTickets(ctx: Context): Promise<void> {
  await ctx.db.delete(tickets).where(lt(tickets.expiresAt, new Date(ctx.now().getTime() - 86_400_000)));
}
