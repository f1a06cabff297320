'use client';

import { Activity, AppWindow, Mail, ScrollText, Users, Zap } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const sections = [
  {
    href: '/console',
    name: 'Users',
    Icon: Users,
    isAt: (path: string) => /^\/console(\/users(\/|$)|$)/.test(path),
  },
  {
    href: '/console/rules',
    name: 'Rules',
    Icon: ScrollText,
    isAt: (path: string) => path.startsWith('/console/rules'),
  },
  {
    href: '/console/actions',
    name: 'Actions',
    Icon: Zap,
    isAt: (path: string) => path.startsWith('/console/actions'),
  },
  {
    href: '/console/sign-ins',
    name: 'Sign-ins',
    Icon: Activity,
    isAt: (path: string) => path.startsWith('/console/sign-ins'),
  },
  {
    href: '/console/applications',
    name: 'Applications',
    Icon: AppWindow,
    isAt: (path: string) => path.startsWith('/console/applications'),
  },
  {
    href: '/console/outbox',
    name: 'Mail',
    Icon: Mail,
    isAt: (path: string) => path.startsWith('/console/outbox'),
  },
];

/** The sections of the console. */
export function ConsoleNav({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label="Console">
      <ul className="flex flex-col gap-0.5">
        {sections.map(({ href, name, Icon, isAt }) => {
          const current = isAt(path);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={current ? 'page' : undefined}
                {...(onNavigate ? { onClick: onNavigate } : {})}
                className="flex h-8 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted outline-none hover:bg-default hover:text-foreground focus-visible:status-focused aria-[current=page]:bg-default aria-[current=page]:text-foreground max-md:h-10"
              >
                <Icon className="size-4 shrink-0" aria-hidden="true" />
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
