import { notifiedCache } from '@/db/notified-cache';
import type { Context } from '@/lib/context';
import type { StoredSettings } from './schemas';
import { loadSettings } from './stored';

/** The tenant's settings as the code that obeys or shows them needs them. Null: not set. */
export type TenantSettings = {
  /** What the tenant calls itself in pages and mails. */
  friendlyName: string | null;
  /** An http(s) address. */
  pictureUrl: string | null;
  supportEmail: string | null;
  /** An http(s) address. */
  supportUrl: string | null;
  /** The API of requests that name none; it may be gone since. */
  defaultAudience: string | null;
  /** Connection of password grants that name none; it may be gone since. */
  defaultDirectory: string | null;
  /** An https address: where a person goes who came to a page of ours without a sign-in under way. */
  defaultRedirectionUri: string | null;
  /** For sign-outs that name no application. */
  allowedLogoutUrls: string[];
  session: {
    /** A session ends after so many seconds without use, and after so many in all. */
    idleSeconds: number;
    absoluteSeconds: number;
    /** Whether its cookie outlives the browser. */
    persistent: boolean;
  };
  /** Whether a sign-out that nothing but an address asked for is confirmed by the person. */
  asksBeforeLogout: boolean;
  /** An http(s) address that gets errors which no application may be told. */
  errorPageUrl: string | null;
  enabledLocales: string[];
  /** Whether searches of users are refused where Auth0 refuses them. */
  strictSearch: boolean;
  /** Keys of metadata that users may be sorted by, with their bags. */
  searchSortKeys: string[];
  /** How long what rules and Actions did in each sign-in is kept; 0: it is not. */
  signInRetentionDays: number;
};

const cache = notifiedCache<TenantSettings>('settings');

/** Defaults of the contract: a week in all, three days without use. */
export const defaultMinutes = { absolute: 10_080, idle: 4320 } as const;

const set = (value: string | undefined): string | null => value || null;

function sessionOf(stored: StoredSettings): TenantSettings['session'] {
  const absolute = stored.session_lifetime_in_minutes ?? defaultMinutes.absolute;
  const idle = stored.idle_session_lifetime_in_minutes ?? defaultMinutes.idle;
  if (stored.session_cookie?.mode !== 'non-persistent') {
    return { absoluteSeconds: absolute * 60, idleSeconds: idle * 60, persistent: true };
  }
  return {
    absoluteSeconds: (stored.ephemeral_session_lifetime_in_minutes ?? absolute) * 60,
    idleSeconds: (stored.idle_ephemeral_session_lifetime_in_minutes ?? idle) * 60,
    persistent: false,
  };
}

function fromStored(stored: StoredSettings): TenantSettings {
  return {
    friendlyName: set(stored.friendly_name),
    pictureUrl: set(stored.picture_url),
    supportEmail: set(stored.support_email),
    supportUrl: set(stored.support_url),
    defaultAudience: set(stored.default_audience),
    defaultDirectory: set(stored.default_directory),
    defaultRedirectionUri: set(stored.default_redirection_uri),
    allowedLogoutUrls: stored.allowed_logout_urls ?? [],
    session: sessionOf(stored),
    asksBeforeLogout: stored.sessions?.oidc_logout_prompt_enabled ?? true,
    errorPageUrl: set(stored.error_page?.url),
    enabledLocales: stored.enabled_locales ?? ['en'],
    strictSearch: stored.strict_search ?? false,
    searchSortKeys: stored.search_sort_keys ?? [],
    signInRetentionDays: stored.sign_in_retention_days ?? 7,
  };
}

/**
 * The settings of now. Asks for no scope: sign-in needs them before anybody is known. Kept in memory until a write in
 * any process announces itself, so a hot path reads them without a statement.
 */
export function tenantSettings(ctx: Context): Promise<TenantSettings> {
  return cache.get(async () => fromStored(await loadSettings(ctx)));
}
