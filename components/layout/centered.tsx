import type { ReactNode } from 'react';
import { LogoMark } from './logo';

/** One thing in the middle of the page: the first page, set-up, errors. */
export function Centered({ children, footer }: { children: ReactNode; footer?: ReactNode }) {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <LogoMark className="mb-6 size-9" />
        {children}
      </div>
      {footer ? <div className="mt-8 w-full max-w-sm text-xs text-muted">{footer}</div> : null}
    </main>
  );
}
