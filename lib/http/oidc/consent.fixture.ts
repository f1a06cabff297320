import { answerConsent, cookieNames, getConsentPage } from '@/lib/oidc';
import type { TestContext } from '@/lib/testing';
import type { Browser } from './scenario.fixture';

/** What somebody does on `/u/consent` in a browser. */
export function consentPageOf(ctx: TestContext, browser: Browser) {
  const inBrowser = (state: string) => {
    const names = cookieNames();
    return {
      state,
      browser: browser.cookies.get(names.browser),
      session: browser.cookies.get(names.session),
    };
  };
  return {
    view: (state: string) => getConsentPage(ctx, inBrowser(state)),
    answer: async (state: string, accepts: boolean) => {
      const result = await answerConsent(ctx, { ...inBrowser(state), accepts });
      for (const { name, value } of result.cookies ?? []) browser.cookies.set(name, value);
      return result;
    },
  };
}
