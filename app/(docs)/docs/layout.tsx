import type { ReactNode } from 'react';
import { DocsShell } from '@/components/docs/docs-shell';
import { Providers } from '@/components/layout/providers';
import { apiResources } from '@/lib/http/docs';

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <Providers>
      <DocsShell resources={apiResources().map(({ name }) => name)}>{children}</DocsShell>
    </Providers>
  );
}
