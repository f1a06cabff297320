import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { ThemeRoot } from '@/components/layout/theme-root';
import { pageNonce } from '@/lib/http/page';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Annex', template: '%s · Annex' },
  description: 'A home for your users and what you know about them.',
  icons: { icon: '/icon.svg' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f12' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = await pageNonce();
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeRoot nonce={nonce}>{children}</ThemeRoot>
      </body>
    </html>
  );
}
