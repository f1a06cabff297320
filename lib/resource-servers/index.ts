export { createResourceServer } from './create-resource-server';
export { deleteResourceServer } from './delete-resource-server';
export { ensureManagementApi } from './ensure-management-api';
export {
  findResourceServer,
  type ResourceServer,
  type SigningAlg,
  usedSigningAlgs,
} from './find-resource-server';
export { fetchApi, lockAccess } from './internal';
export { getResourceServer, listResourceServers } from './list-resource-servers';
export { mfaAudience } from './mfa-api';
export * from './schemas';
export { updateResourceServer } from './update-resource-server';
