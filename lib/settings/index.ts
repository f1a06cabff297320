export { getTenantSettings } from './get-tenant-settings';
export { type TenantSettings, tenantSettings } from './tenant-settings';
export { updateTenantSettings } from './update-tenant-settings';
