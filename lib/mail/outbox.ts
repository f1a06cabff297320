import { desc, eq, lt, sql } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Forbidden, NotFound } from '@/lib/errors';
import type { Part } from '@/lib/paging';
import { open, seal } from '@/lib/secrets';
import type { OutboxItem, OutboxMail } from './schemas';
import type { Mail } from './transport';

const keptDays = 7;

/** Keeps a mail that nobody sends. The same id twice is one mail. */
export async function storeInOutbox(ctx: Context, id: string, template: string, mail: Mail): Promise<void> {
  const { name, address } = mail.from;
  await ctx.db
    .insert(outbox)
    .values({
      id,
      createdAt: ctx.now(),
      template,
      recipient: mail.to,
      sender: name === '' ? address : `${name} <${address}>`,
      subject: mail.subject,
      content: seal(JSON.stringify({ html: mail.html, text: mail.text })),
    })
    .onConflictDoNothing();
}

/** For administrators of the console alone: a mail may hold a link into anybody's account. */
function assertAdmin(ctx: Context): void {
  authorize(ctx, 'read:email_provider');
  if (ctx.actor.type !== 'admin') throw new Forbidden('Only an administrator may read the outbox.');
}

const lineColumns = {
  id: outbox.id,
  createdAt: outbox.createdAt,
  template: outbox.template,
  to: outbox.recipient,
  from: outbox.sender,
  subject: outbox.subject,
};

function presentItem({
  createdAt,
  ...row
}: { createdAt: Date } & Omit<OutboxItem, 'created_at'>): OutboxItem {
  return { ...row, created_at: createdAt.toISOString() };
}

/** The newest mails first, with how many there are. */
export async function listOutbox(
  ctx: Context,
  { offset, limit }: { offset: number; limit: number },
): Promise<Part<OutboxItem>> {
  assertAdmin(ctx);
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select(lineColumns)
      .from(outbox)
      .orderBy(desc(outbox.createdAt), desc(outbox.id))
      .offset(offset)
      .limit(limit),
    ctx.db.select({ total: sql<number>`count(*)::int` }).from(outbox),
  ]);
  return { items: rows.map(presentItem), total: counted?.total ?? 0 };
}

/** One mail with its bodies. Throws NotFound. */
export async function getOutboxMail(ctx: Context, id: string): Promise<OutboxMail> {
  assertAdmin(ctx);
  const [row] = await ctx.db
    .select({ ...lineColumns, content: outbox.content })
    .from(outbox)
    .where(eq(outbox.id, id));
  if (!row) throw new NotFound('This mail is not in the outbox, or not any more.');
  const { content, ...item } = row;
  return { ...presentItem(item), ...JSON.parse(open(content)) };
}

/** Removes mails after their seven days. Safe at any time. */
export async function sweepOutbox(ctx: Context): Promise<void> {
  const oldest = new Date(ctx.now().getTime() - keptDays * 86_400_000);
  await ctx.db.delete(outbox).where(lt(outbox.createdAt, oldest));
}
