'use client';

import { useEffect } from 'react';

const question = 'You have changes that are not saved. Leave without them?';

/**
 * Asks before the page is left while `isDirty`: closing the tab, following a link of the page, going back. Links are
 * caught before Next sees them, since its router cannot be stopped.
 */
export function useUnsavedGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || event.defaultPrevented) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      const { pathname, search } = window.location;
      if (link.pathname + link.search === pathname + search) return;
      if (window.confirm(question)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('beforeunload', beforeUnload);
    document.addEventListener('click', click, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      document.removeEventListener('click', click, { capture: true });
    };
  }, [isDirty]);
}
