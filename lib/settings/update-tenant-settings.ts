import { eq, sql } from 'drizzle-orm';
import { connections, resourceServers, settings } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { announce } from '@/lib/announce';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { indexSortKeys } from '@/lib/search';
import { presentTenantSettings } from './get-tenant-settings';
import {
  lifetimes,
  type StoredSettings,
  storedSettings,
  type TenantSettingsPatch,
  type TenantSettingsView,
  type UpdateTenantSettingsInput,
  updateTenantSettingsInput,
} from './schemas';
import { loadSettings, settingsKey } from './stored';

function invalid(property: string, reason: string, errorCode: string): Invalid {
  return new Invalid(`Payload validation error: '${reason}' on property ${property}.`, {
    errorCode,
    fields: { [property]: reason },
  });
}

/**
 * Refuses names of what is not there: one would fail every sign-in. Nor may tokens for the Management API be what
 * every application gets without asking. The tables are read here, since their domains may need settings.
 */
async function assertNamed(ctx: Context, patch: TenantSettingsPatch): Promise<void> {
  const { default_audience: audience, default_directory: directory } = patch;
  if (audience) {
    const [api] = await ctx.db
      .select({ isSystem: resourceServers.isSystem })
      .from(resourceServers)
      .where(eq(resourceServers.identifier, audience));
    if (!api) throw invalid('default_audience', 'There is no such API', 'inexistent_resource_server');
    if (api.isSystem) {
      throw invalid('default_audience', 'The Management API cannot be it', 'operation_not_supported');
    }
  }
  if (!directory) return;
  const [connection] = await ctx.db
    .select({ id: connections.id })
    .from(connections)
    .where(eq(connections.name, directory));
  if (!connection) throw invalid('default_directory', 'There is no such connection', 'inexistent_connection');
}

/** What is stored after a patch; pure. */
export function applySettingsPatch(stored: StoredSettings, patch: TenantSettingsPatch): StoredSettings {
  const hours = lifetimes.flatMap((name) => {
    const value = patch[name];
    return value === undefined ? [] : [[`${name}_in_minutes`, Math.round(value * 60)]];
  });
  const others = Object.entries(patch).filter(([name]) => !lifetimes.some((hour) => hour === name));
  const flags = patch.flags && { flags: { ...stored.flags, ...patch.flags } };
  const next = Object.entries({ ...stored, ...Object.fromEntries([...others, ...hours]), ...flags });
  return storedSettings.parse(Object.fromEntries(next.filter(([, value]) => value !== null && value !== '')));
}

/**
 * Changes the tenant's settings and gives them as they are now; every process obeys them from the next request on.
 * A new key to sort by is indexed before this returns; until then such a sort may be slow. Throws Invalid naming the property.
 */
export async function updateTenantSettings(
  ctx: Context,
  input: UpdateTenantSettingsInput,
): Promise<TenantSettingsView> {
  authorize(ctx, 'update:tenant_settings');
  const patch = parseInput(updateTenantSettingsInput, input);
  const view = await withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.settings'))`);
    await assertNamed(tx, patch);
    const stored = await loadSettings(tx);
    const value = applySettingsPatch(stored, patch) as JsonObject;
    await tx.db
      .insert(settings)
      .values({ key: settingsKey, value })
      .onConflictDoUpdate({ target: settings.key, set: { value } });
    const before = presentTenantSettings(stored);
    const after = presentTenantSettings(value);
    await recordChange(tx, {
      kind: 'tenant_settings',
      id: settingsKey,
      before: before as JsonObject,
      after: after as JsonObject,
    });
    await announce(tx, 'settings');
    return after;
  });
  if (patch.search_sort_keys !== undefined) await indexSortKeys(ctx, patch.search_sort_keys ?? []);
  return view;
}
