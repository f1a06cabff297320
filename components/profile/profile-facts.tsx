import { BadgeCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { UserView } from '@/lib/users/schemas';

/** What a user sees of their own profile; only administrators change it. */
export function ProfileFacts({ user }: { user: UserView }) {
  const facts: [string, ReactNode][] = [
    ['Name', user.name],
    ['Given name', user.given_name],
    ['Family name', user.family_name],
    ['Nickname', user.nickname],
    [
      'E-mail',
      user.email ? (
        <span key="email" className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere">{user.email}</span>
          {user.email_verified ? (
            <Badge tone="success">
              <BadgeCheck aria-hidden="true" />
              Verified
            </Badge>
          ) : (
            <Badge>Not verified</Badge>
          )}
        </span>
      ) : undefined,
    ],
    ['Username', user.username],
    ['Phone', user.phone_number],
    ['Member since', <Time key="created" value={user.created_at} />],
    ['Last sign-in', user.last_login ? <Time key="login" value={user.last_login} /> : undefined],
  ];
  return (
    <Card id="profile" title="Profile" description="Ask an administrator to change any of this.">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {facts
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-muted">{name}</dt>
              <dd className="mt-0.5 wrap-anywhere">{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
