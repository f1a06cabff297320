import { env } from '@/lib/env';
import type { BrowserCookie } from './sign-in.types';

const isHttps = (): boolean => env().ANNEX_URL.startsWith('https:');

/**
 * Names of the three cookies of the sign-in. Under https they carry the `__Host-` prefix, so that no other host of the
 * domain can set them.
 */
export function cookieNames(): { browser: string; session: string; remembered: string } {
  const prefix = isHttps() ? '__Host-' : '';
  return {
    browser: `${prefix}annex_browser`,
    session: `${prefix}annex_session`,
    remembered: `${prefix}annex_remembered`,
  };
}

/** Under https `SameSite=None`, so that silent authentication works in a frame; `Lax` where `Secure` is not possible. */
function cookie(name: string, value: string, maxAge: number | undefined): BrowserCookie {
  const secure = isHttps();
  const age = maxAge === undefined ? {} : { maxAge };
  return { name, value, path: '/', httpOnly: true, secure, sameSite: secure ? 'none' : 'lax', ...age };
}

/** Binds transactions to the browser that began them; it outlives a redirect to a rule's page. */
export function browserCookie(value: string): BrowserCookie {
  return cookie(cookieNames().browser, value, 30 * 86_400);
}

export function sessionCookie(value: string, maxAge: number | undefined): BrowserCookie {
  return cookie(cookieNames().session, value, maxAge);
}

/** Stands for a second factor that was proven in this browser, for as many seconds. */
export function rememberedCookie(value: string, maxAge: number): BrowserCookie {
  return cookie(cookieNames().remembered, value, maxAge);
}

export function endedSessionCookie(): BrowserCookie {
  return cookie(cookieNames().session, '', 0);
}
