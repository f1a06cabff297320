import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from '@/components/layout/logo';
import { SkipLink } from '@/components/layout/skip-link';
import { ThemeSwitch } from '@/components/layout/theme-switch';
import { DocsNav } from './docs-nav';

/** A bar, the list of pages, and one column of text. */
export function DocsShell({ resources, children }: { resources: string[]; children: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <SkipLink />
      <header className="sticky top-0 z-30 border-b border-separator bg-background/90 backdrop-blur">
        <div className="flex h-14 items-center justify-between gap-4 px-4 sm:px-6">
          <div className="flex items-center gap-3">
            <Link
              href="/"
              aria-label="Annex"
              className="rounded-lg outline-none focus-visible:status-focused"
            >
              <Logo />
            </Link>
            <span className="text-muted">Docs</span>
          </div>
          <ThemeSwitch />
        </div>
      </header>
      <div className="mx-auto w-full max-w-6xl md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
        <DocsNav resources={resources} />
        <main id="main" tabIndex={-1} className="min-w-0 px-4 py-8 outline-none sm:px-8">
          {children}
        </main>
      </div>
    </div>
  );
}
