'use client';

import { Dropdown } from '@heroui/react/dropdown';
import { Label } from '@heroui/react/label';
import { ChevronsUpDown, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import { useRef } from 'react';
import { Avatar } from '@/components/ui/avatar';

export type Account = {
  name: string;
  email: string | undefined;
  picture: string | undefined;
  isAdmin: boolean;
};

/** Who is signed in, the way to the other half of Annex, and out. Signing out is a plain form, sent by POST. */
export function AccountMenu({ account, compact = false }: { account: Account; compact?: boolean }) {
  const form = useRef<HTMLFormElement>(null);
  const { name, email, picture, isAdmin } = account;
  return (
    <>
      <form ref={form} method="post" action="/api/auth/sign-out" hidden />
      <Dropdown>
        <Dropdown.Trigger className="flex min-w-0 items-center gap-2.5 rounded-lg p-1.5 text-start hover:bg-default">
          <Avatar name={name} picture={picture} size="sm" />
          {compact ? (
            <span className="sr-only">Account of {name}</span>
          ) : (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm leading-4.5 font-medium">{name}</span>
                {email && email !== name ? (
                  <span className="block truncate text-xs text-muted">{email}</span>
                ) : null}
              </span>
              <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
            </>
          )}
        </Dropdown.Trigger>
        <Dropdown.Popover placement={compact ? 'bottom end' : 'top start'} className="min-w-56">
          <Dropdown.Menu
            aria-label="Account"
            onAction={(key) => (key === 'sign-out' ? form.current?.requestSubmit() : undefined)}
          >
            <Dropdown.Item id="profile" href="/profile" textValue="My profile">
              <UserRound className="size-4 text-muted" aria-hidden="true" />
              <Label>My profile</Label>
            </Dropdown.Item>
            {isAdmin ? (
              <Dropdown.Item id="console" href="/console" textValue="Console">
                <ShieldCheck className="size-4 text-muted" aria-hidden="true" />
                <Label>Console</Label>
              </Dropdown.Item>
            ) : null}
            <Dropdown.Item id="sign-out" textValue="Sign out">
              <LogOut className="size-4 text-muted" aria-hidden="true" />
              <Label>Sign out</Label>
            </Dropdown.Item>
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
    </>
  );
}
