import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import type { OutboxItem } from '@/lib/mail/schemas';
import { outboxPath, templateName } from './outbox-words';

/** The mails that nobody got, the newest first. */
export function OutboxList({ items }: { items: readonly OutboxItem[] }) {
  if (items.length === 0) {
    return (
      <div className="rounded-xl bg-surface shadow-surface">
        <EmptyState Icon={Inbox} title="The outbox is empty">
          Mails that are written while there is no provider lie here for seven days: proof of an address, new
          passwords, welcomes.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul
      aria-label="Mails"
      className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface"
    >
      {items.map(({ id, subject, to, template, created_at }) => (
        <li key={id} className="relative flex min-h-15 items-center gap-3 px-4 py-2.5 hover:bg-default-soft">
          <div className="min-w-0 flex-1">
            <Link
              href={outboxPath(id)}
              className="block truncate rounded-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:status-focused"
            >
              {subject}
            </Link>
            <p className="truncate text-xs text-muted">to {to}</p>
          </div>
          <span className="max-sm:hidden">
            <Badge>{templateName(template)}</Badge>
          </span>
          <Time value={created_at} className="shrink-0 text-xs text-muted tabular-nums" />
        </li>
      ))}
    </ul>
  );
}
