import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Account, AccountMenu } from './account-menu';
import { Logo } from './logo';
import { SkipLink } from './skip-link';
import { ThemeSwitch } from './theme-switch';

/** A bar and one column: the pages that every user has. */
export function AccountShell({ account, children }: { account: Account; children: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <SkipLink />
      <header className="sticky top-0 z-30 border-b border-separator bg-background/90 backdrop-blur">
        <div className="mx-auto flex h-14 w-full max-w-3xl items-center justify-between px-4 sm:px-6">
          <Link
            href="/profile"
            aria-label="Annex, my profile"
            className="rounded-lg outline-none focus-visible:status-focused"
          >
            <Logo />
          </Link>
          <div className="flex items-center gap-1">
            <ThemeSwitch />
            <AccountMenu account={account} compact />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-3xl px-4 py-8 outline-none sm:px-6">
        {children}
      </main>
    </div>
  );
}
