import { z } from 'zod';
import { getTenantSettings, updateTenantSettings } from '@/lib/settings';
import { tenantSettingsView, updateTenantSettingsInput } from '@/lib/settings/schemas';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { declare, type ManagementApp } from './operation';

/** `/tenants/settings`: `reference/management-api.md` 8.3. */
export function mountTenants(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/tenants/settings',
    summary: 'Get tenant settings',
    scopes: ['read:tenant_settings'],
    query: z.strictObject(fieldFilter),
    responses: { 200: chosenOf(tenantSettingsView) },
    handle: async (ctx, { query }) => ({ body: filterFields(await getTenantSettings(ctx), query) }),
  });
  declare(app, {
    method: 'patch',
    path: '/tenants/settings',
    summary: 'Update tenant settings',
    scopes: ['update:tenant_settings'],
    body: updateTenantSettingsInput,
    responses: { 200: tenantSettingsView },
    handle: async (ctx, { body }) => ({ body: await updateTenantSettings(ctx, body) }),
  });
}
