import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { MailView } from '@/components/outbox/mail-view';
import { outboxPath } from '@/components/outbox/outbox-words';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { pathId } from '@/lib/http/path-id';
import { getOutboxMail } from '@/lib/mail';

export const metadata: Metadata = { title: 'Mail' };

type Props = { params: Promise<{ id: string }> };

export default async function OutboxMailPage({ params }: Props) {
  const id = pathId((await params).id);
  const ctx = await requireAdmin(outboxPath(id));
  const mail = await orNotFound(getOutboxMail(ctx, id));
  return (
    <div className="max-w-3xl">
      <PageHeader title={mail.subject} back={{ href: outboxPath(), label: 'Mail' }} />
      <MailView mail={mail} />
    </div>
  );
}
