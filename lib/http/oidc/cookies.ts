import type { Context as HonoContext } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type BrowserCookie, cookieNames } from '@/lib/oidc';

export type SignInCookies = {
  session: string | undefined;
  browser: string | undefined;
  remembered: string | undefined;
};

/** The three cookies of the sign-in; a value that ours never have counts as none. */
export function readCookies(c: HonoContext): SignInCookies {
  const names = cookieNames();
  const read = (name: string) => {
    const value = getCookie(c, name);
    return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
  };
  return { session: read(names.session), browser: read(names.browser), remembered: read(names.remembered) };
}

export function setCookies(c: HonoContext, cookies: readonly BrowserCookie[]): void {
  for (const { name, value, sameSite, ...options } of cookies) {
    setCookie(c, name, value, { ...options, sameSite: sameSite === 'none' ? 'None' : 'Lax' });
  }
}
