import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Account, AccountMenu } from './account-menu';
import { ConsoleNav } from './console-nav';
import { Logo } from './logo';
import { MobileNav } from './mobile-nav';
import { SkipLink } from './skip-link';
import { ThemeSwitch } from './theme-switch';

/** Sidebar and content of the console; a bar with a drawer where the screen is narrow. */
export function ConsoleShell({ account, children }: { account: Account; children: ReactNode }) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink />
      <header className="sticky top-0 z-30 flex h-13 items-center justify-between border-b border-separator bg-background/90 px-3 backdrop-blur md:hidden">
        <div className="flex items-center gap-2">
          <MobileNav />
          <Link
            href="/console"
            aria-label="Annex, users"
            className="rounded-lg outline-none focus-visible:status-focused"
          >
            <Logo />
          </Link>
        </div>
        <div className="flex items-center gap-1">
          <ThemeSwitch />
          <AccountMenu account={account} compact />
        </div>
      </header>
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-dvh flex-col border-e border-separator bg-surface-secondary/60 p-3 md:flex"
      >
        <div className="mb-5 flex h-9 items-center justify-between ps-2">
          <Link
            href="/console"
            aria-label="Annex, users"
            className="rounded-lg outline-none focus-visible:status-focused"
          >
            <Logo />
          </Link>
          <ThemeSwitch />
        </div>
        <ConsoleNav />
        <div className="mt-auto border-t border-separator pt-2 *:w-full">
          <AccountMenu account={account} />
        </div>
      </aside>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-10 lg:py-8">
        <div className="mx-auto w-full max-w-6xl has-data-wide:max-w-none">{children}</div>
      </main>
    </div>
  );
}
