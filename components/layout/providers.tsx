'use client';

import { Toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';

/** What every page needs around it: theme, links inside the kit's parts, search parameters as state, toasts. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const router = useRouter();
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <I18nProvider locale="en-GB">
        <RouterProvider navigate={(path) => router.push(path)}>
          <NuqsAdapter>{children}</NuqsAdapter>
          <Toast.Provider placement="bottom end" />
        </RouterProvider>
      </I18nProvider>
    </ThemeProvider>
  );
}
