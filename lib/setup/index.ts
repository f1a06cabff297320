export { grantAdmin, hasAdmin, isAdmin, listAdminIds } from './admins';
export { type BootstrapOptions, bootstrap } from './bootstrap';
export { completeSetup, createFirstAdmin, isSetupToken, newSetupToken } from './first-admin';
export { type InternalClient, internalClient, internalClientId } from './internal-client';
export { firstAdminInput } from './schemas';
