'use client';

import { Toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';

/** What the console and the profile need around them: links inside the kit's parts, search parameters as state, toasts. */
export function Providers({ children }: { children: ReactNode }) {
  const router = useRouter();
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={(path) => router.push(path)}>
        <NuqsAdapter>{children}</NuqsAdapter>
        <Toast.Provider placement="bottom end" />
      </RouterProvider>
    </I18nProvider>
  );
}
