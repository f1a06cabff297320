import type { ReactNode } from 'react';
import { LogoMark } from '@/components/layout/logo';
import { AuthLink } from './auth-page';
import type { Brand } from './brand';

function Mark({ name, picture }: Brand) {
  return (
    <div className="mb-6 flex w-full max-w-sm items-center gap-3 sm:justify-center">
      {picture ? (
        // The address of the page may hold a ticket: it is nobody's at the picture's host.
        // biome-ignore lint/performance/noImgElement: the tenant's own address, of any host
        <img src={picture} alt={name ?? ''} referrerPolicy="no-referrer" className="max-h-12 max-w-48" />
      ) : (
        <LogoMark className="size-9 shrink-0" />
      )}
      {name && !picture ? <span className="min-w-0 font-semibold break-words">{name}</span> : null}
    </div>
  );
}

/** What surrounds the forms of the sign-in pages: whose they are, and where help is. */
export function AuthFrame({ brand, children }: { brand: Brand; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:justify-center">
      <Mark {...brand} />
      {children}
      {brand.support ? (
        <p className="mt-4 text-center text-muted">
          Questions? <AuthLink href={brand.support.href}>{brand.support.label}</AuthLink>
        </p>
      ) : null}
    </main>
  );
}
