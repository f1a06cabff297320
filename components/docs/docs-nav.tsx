'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const pages = [
  { href: '/docs', name: 'Overview' },
  { href: '/docs/compatibility', name: 'Compatibility' },
];

/** The pages of the docs; above the text where the screen is narrow. */
export function DocsNav({ resources }: { resources: string[] }) {
  const path = usePathname();
  const link = (href: string, name: string) => (
    <li key={href}>
      <Link
        href={href}
        aria-current={path === href ? 'page' : undefined}
        className="flex h-8 items-center rounded-lg px-2.5 text-muted outline-none hover:bg-default hover:text-foreground focus-visible:status-focused aria-[current=page]:bg-default aria-[current=page]:font-medium aria-[current=page]:text-foreground"
      >
        {name}
      </Link>
    </li>
  );
  const list = (
    <>
      <ul>{pages.map(({ href, name }) => link(href, name))}</ul>
      <p className="mt-5 mb-1 px-2.5 text-2xs font-semibold tracking-wide text-muted uppercase">
        Management API
      </p>
      <ul>
        {link('/docs/api', 'All operations')}
        {resources.map((name) => link(`/docs/api/${name}`, name))}
      </ul>
    </>
  );
  return (
    <>
      <nav aria-label="Docs" className="border-b border-separator px-4 py-2 md:hidden">
        <details>
          <summary className="cursor-pointer rounded-lg py-1 font-medium outline-none focus-visible:status-focused">
            Pages
          </summary>
          <div className="pt-2 pb-3">{list}</div>
        </details>
      </nav>
      <nav
        aria-label="Docs"
        className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] overflow-y-auto py-8 ps-4 md:block"
      >
        {list}
      </nav>
    </>
  );
}
