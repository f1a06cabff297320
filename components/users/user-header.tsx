import { BadgeCheck, Ban, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { BackLink } from '@/components/layout/page-header';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import type { UserView } from '@/lib/users/schemas';
import { displayName, userPath } from './user-names';
import { UserTabs } from './user-tabs';

type UserHeaderProps = { user: UserView; isAdmin: boolean; actions: ReactNode };

/** Who the page is about, what state they are in, what can be done with them. */
export function UserHeader({ user, isAdmin, actions }: UserHeaderProps) {
  const name = displayName(user);
  return (
    <header className="mb-6">
      <BackLink href="/console" label="Users" />
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="flex min-w-0 items-start gap-4">
          <Avatar name={name} picture={user.picture} size="lg" />
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
              {isAdmin ? (
                <Badge tone="accent">
                  <ShieldCheck aria-hidden="true" />
                  Administrator
                </Badge>
              ) : null}
              {user.blocked ? (
                <Badge tone="danger">
                  <Ban aria-hidden="true" />
                  Blocked
                </Badge>
              ) : null}
            </div>
            {user.email ? (
              <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-muted">
                <span className="wrap-anywhere">{user.email}</span>
                {user.email_verified ? (
                  <Badge tone="success">
                    <BadgeCheck aria-hidden="true" />
                    Verified
                  </Badge>
                ) : (
                  <Badge>Not verified</Badge>
                )}
              </p>
            ) : null}
            <p className="mt-0.5 flex items-center gap-1 font-mono text-xs text-muted">
              <span className="wrap-anywhere">{user.user_id}</span>
              <CopyButton value={user.user_id} label="Copy the user's id" />
            </p>
          </div>
        </div>
        {actions}
      </div>
      <UserTabs base={userPath(user.user_id)} />
    </header>
  );
}
