import { AppWindow, Bot, Globe, type LucideIcon, MonitorSmartphone, Server } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import type { ClientView } from '@/lib/clients/schemas';
import { type AppType, applicationPath, knownKind, nameOfKind } from './application-words';

const icons: Record<AppType, LucideIcon> = {
  regular_web: Server,
  spa: Globe,
  native: MonitorSmartphone,
  non_interactive: Bot,
};

/** Every application by name. */
export function ApplicationList({ clients, create }: { clients: readonly ClientView[]; create: ReactNode }) {
  if (clients.length === 0) {
    return (
      <div className="rounded-xl bg-surface shadow-surface">
        <EmptyState Icon={AppWindow} title="No applications yet" actions={create}>
          An application sends people here to sign in and gets tokens for them. Create one to get a client id
          for your code.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul
      aria-label="Applications"
      className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface"
    >
      {clients.map((client) => {
        const kind = knownKind(client.app_type);
        const Icon = kind === null ? AppWindow : icons[kind];
        return (
          <li
            key={client.client_id}
            className="relative flex min-h-15 items-center gap-3 px-4 py-2.5 hover:bg-default-soft"
          >
            <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-default text-muted">
              <Icon className="size-4" aria-hidden="true" />
            </span>
            <div className="min-w-0 flex-1">
              <Link
                href={applicationPath(client.client_id)}
                className="block truncate rounded-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:status-focused"
              >
                {client.name}
              </Link>
              <p className="truncate text-xs text-muted">{nameOfKind(client.app_type)}</p>
            </div>
            <div className="relative flex items-center gap-1 max-md:hidden">
              <code className="font-mono text-xs text-muted">{client.client_id}</code>
              <CopyButton value={client.client_id} label={`Copy the client id of ${client.name}`} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
