export { createResourceServer, type ResourceServerInput } from './create-resource-server';
export { ensureManagementApi } from './ensure-management-api';
export { findResourceServer, type ResourceServer } from './find-resource-server';
