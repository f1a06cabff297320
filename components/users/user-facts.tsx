import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { UserView } from '@/lib/users/schemas';

/** What Annex noted of a user by itself: not to be edited. */
export function UserFacts({ user, version }: { user: UserView; version: number }) {
  const when = (value: string | undefined) =>
    value ? <Time value={value} /> : <span className="text-muted">Never</span>;
  const facts: [string, ReactNode][] = [
    ['Created', when(user.created_at)],
    ['Updated', when(user.updated_at)],
    ['Last sign-in', when(user.last_login)],
    ['Sign-ins', user.logins_count ?? 0],
    ...(user.last_ip
      ? [
          [
            'Last address',
            <span key="ip" className="font-mono text-xs">
              {user.last_ip}
            </span>,
          ] as [string, ReactNode],
        ]
      : []),
    ['Password changed', when(user.last_password_reset)],
    ['Version', version],
  ];
  return (
    <Card id="activity" title="Activity">
      <dl className="flex flex-col gap-2 text-[13px]">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-muted">{name}</dt>
            <dd className="text-end tabular-nums wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className="mt-5 mb-2 border-t border-separator pt-4 text-[13px] font-semibold">Identities</h3>
      <ul className="flex flex-col gap-2.5 text-[13px]">
        {user.identities.map(({ connection, provider, user_id }) => (
          <li key={`${provider}|${user_id}`}>
            <span className="block font-medium">{connection}</span>
            <span className="block font-mono text-xs text-muted wrap-anywhere">
              {provider}|{user_id}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
