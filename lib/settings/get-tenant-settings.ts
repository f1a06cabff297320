import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { type StoredSettings, sandboxVersions, type TenantSettingsView } from './schemas';
import { loadSettings } from './stored';
import { defaultMinutes } from './tenant-settings';

/** The shape of `reference/management-api.md` 8.3, defaults included. */
export function presentTenantSettings(stored: StoredSettings): TenantSettingsView {
  const {
    session_lifetime_in_minutes: absolute = defaultMinutes.absolute,
    idle_session_lifetime_in_minutes: idle = defaultMinutes.idle,
    ephemeral_session_lifetime_in_minutes: ephemeral,
    idle_ephemeral_session_lifetime_in_minutes: idleEphemeral,
    ...others
  } = stored;
  return {
    allowed_logout_urls: [],
    enabled_locales: ['en'],
    flags: {},
    oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
    sandbox_version: sandboxVersions[0],
    session_cookie: { mode: 'persistent' },
    sessions: { oidc_logout_prompt_enabled: true },
    ...others,
    session_lifetime: absolute / 60,
    idle_session_lifetime: idle / 60,
    ...(ephemeral === undefined ? {} : { ephemeral_session_lifetime: ephemeral / 60 }),
    ...(idleEphemeral === undefined ? {} : { idle_ephemeral_session_lifetime: idleEphemeral / 60 }),
    sandbox_versions_available: [...sandboxVersions],
  };
}

/** The tenant's settings with their defaults. One statement. */
export async function getTenantSettings(ctx: Context): Promise<TenantSettingsView> {
  authorize(ctx, 'read:tenant_settings');
  return presentTenantSettings(await loadSettings(ctx));
}
