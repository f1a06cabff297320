export { getClientGrant, setClientGrant } from './client-grants';
export { createClient } from './create-client';
export { deleteClient } from './delete-client';
export { getClient, listClients } from './get-client';
export { announceClients, type KnownClient, knownClient } from './known-client';
export * from './schemas';
export { rotateSecret, updateClient } from './update-client';
