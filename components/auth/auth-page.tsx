import type { ReactNode } from 'react';
import { LogoMark } from '@/components/layout/logo';

type AuthPageProps = {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Address of an application's picture, beside our own. */
  logo?: string | null;
};

/** One form in the middle of the page. */
export function AuthPage({ title, lead, children, footer, logo = null }: AuthPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:justify-center">
      <div className="w-full max-w-sm rounded-2xl sm:bg-surface sm:p-8 sm:shadow-surface">
        <div className="mb-6 flex items-center gap-4">
          <LogoMark className="size-9" />
          {logo === null ? null : (
            // biome-ignore lint/performance/noImgElement: the picture is at an address that anybody may have chosen
            <img
              src={logo}
              alt=""
              referrerPolicy="no-referrer"
              className="size-9 rounded-lg object-contain"
            />
          )}
        </div>
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead ? <p className="mt-1 text-muted">{lead}</p> : null}
        <div className="mt-6">{children}</div>
      </div>
      {footer ? <p className="mt-6 text-center text-muted">{footer}</p> : null}
    </main>
  );
}

export function AuthLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="rounded-sm font-medium text-link underline-offset-4 outline-none hover:underline focus-visible:status-focused"
    >
      {children}
    </a>
  );
}
