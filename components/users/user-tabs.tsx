'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** The pages of one user. */
export function UserTabs({ base }: { base: string }) {
  const path = usePathname();
  const tabs = [
    { href: base, name: 'Details', isCurrent: !path.endsWith('/history') },
    { href: `${base}/history`, name: 'History', isCurrent: path.endsWith('/history') },
  ];
  return (
    <nav aria-label="User" className="mt-5 border-b border-separator">
      <ul className="flex gap-5">
        {tabs.map(({ href, name, isCurrent }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent ? 'page' : undefined}
              className="-mb-px block rounded-t-md border-b-2 border-transparent pb-2.5 font-medium text-muted outline-none hover:text-foreground focus-visible:status-focused aria-[current=page]:border-accent aria-[current=page]:text-foreground"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
