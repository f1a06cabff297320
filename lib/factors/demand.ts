import type { JsonObject } from '@/db/schema/columns';

/** What a rule, an Action or the console asks for before tokens are issued. */
export type FactorDemand = {
  /** A browser that the person has chosen to be remembered in is enough. */
  allowRememberBrowser: boolean;
};

const fulfilled = new Set(['any', 'guardian', 'google-authenticator']);

/**
 * Reads `context.multifactor` (`reference/rules.md` 1.10): each provider that an authenticator app can stand for asks
 * for its code. Gives the reason, for the log and the application, where Annex has no such factor.
 */
export function readDemand(multifactor: JsonObject): FactorDemand | { fault: string } {
  const { provider, allowRememberBrowser, ignoreCookie } = multifactor;
  if (typeof provider !== 'string' || !fulfilled.has(provider)) {
    const name = typeof provider === 'string' ? `"${provider.slice(0, 100)}"` : 'that it does not name';
    return { fault: `A second factor of the provider ${name} was asked for, which Annex does not have.` };
  }
  return { allowRememberBrowser: allowRememberBrowser !== false && ignoreCookie !== true };
}
