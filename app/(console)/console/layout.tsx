import type { ReactNode } from 'react';
import { ConsoleShell } from '@/components/layout/console-shell';
import { Providers } from '@/components/layout/providers';
import { accountOf } from '@/lib/http/account';
import { currentViewer } from '@/lib/http/session';

/** Decides what is shown around a page; what is allowed, each page decides itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer?.isAdmin) return children;
  return (
    <Providers>
      <ConsoleShell account={accountOf(viewer)}>{children}</ConsoleShell>
    </Providers>
  );
}
