import { generate } from 'otplib';
import type { GivenFactor } from '@/lib/factors';
import { answerFactor, cookieNames, type FactorResult, finishFactor, getFactorPage } from '@/lib/oidc';
import type { TestContext } from '@/lib/testing';
import type { Browser } from './scenario.fixture';

/** The code that an authenticator app shows now. */
export function codeOf(ctx: TestContext, secret: string): Promise<string> {
  return generate({ secret, epoch: Math.floor(ctx.now().getTime() / 1000) });
}

/** Until every code that was used so far is over. */
export const nextCode = (ctx: TestContext, secret: string): Promise<string> => {
  ctx.clock.advance(60);
  return codeOf(ctx, secret);
};

/** Six digits that are not this code. */
export const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000');

/** What somebody does on `/u/mfa` in a browser. */
export function factorPageOf(ctx: TestContext, browser: Browser) {
  const inBrowser = (state: string) => {
    const names = cookieNames();
    const [bound, session, remembered] = [names.browser, names.session, names.remembered].map((name) =>
      browser.cookies.get(name),
    );
    return { state, browser: bound, session, remembered };
  };
  const keep = <T extends FactorResult>(result: T): T => {
    const cookies = 'cookies' in result ? (result.cookies ?? []) : [];
    for (const { name, value } of cookies) browser.cookies.set(name, value);
    return result;
  };
  return {
    view: (state: string) => getFactorPage(ctx, inBrowser(state)),
    give: async (state: string, given: GivenFactor, remember = false) =>
      keep(await answerFactor(ctx, { ...inBrowser(state), given, remember })),
    finish: async (state: string) => keep(await finishFactor(ctx, inBrowser(state))),
  };
}
