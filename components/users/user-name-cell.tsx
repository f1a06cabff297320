import { Ban } from 'lucide-react';
import Link from 'next/link';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import type { UserView } from '@/lib/users/schemas';
import { displayName, userPath } from './user-names';

/** Who a row is about, and the way to them: the link reaches over the whole row. */
export function UserNameCell({ user, hasEmailBelow }: { user: UserView; hasEmailBelow: boolean }) {
  const name = displayName(user);
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Avatar name={name} picture={user.picture} size="sm" />
      <span className="min-w-0">
        <span className="flex items-center gap-2">
          <Link
            href={userPath(user.user_id)}
            prefetch={false}
            data-row-link
            className="max-w-56 truncate font-medium outline-none group-hover:underline after:absolute after:inset-0 sm:max-w-72"
          >
            {name}
          </Link>
          {user.blocked ? (
            <Badge tone="danger">
              <Ban aria-hidden="true" />
              Blocked
            </Badge>
          ) : null}
        </span>
        {hasEmailBelow && user.email && user.email !== name ? (
          <span className="block max-w-60 truncate text-xs text-muted lg:hidden">{user.email}</span>
        ) : null}
      </span>
    </span>
  );
}
