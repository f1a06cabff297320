import type { ReactNode } from 'react';
import { AccountShell } from '@/components/layout/account-shell';
import { Providers } from '@/components/layout/providers';
import { accountOf } from '@/lib/http/account';
import { currentViewer } from '@/lib/http/session';

export default async function ProfileLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return children;
  return (
    <Providers>
      <AccountShell account={accountOf(viewer)}>{children}</AccountShell>
    </Providers>
  );
}
