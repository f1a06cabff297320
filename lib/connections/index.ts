export {
  enableConnectionsFor,
  listConnectionClients,
  updateConnectionClients,
} from './connection-clients';
export { createConnection, ensureConnection } from './create-connection';
export { type DatabaseOptions, keepsPasswords, requiredNames, usernameRules } from './database-options';
export { deleteEmptyConnection } from './delete-connection';
export {
  assertOnline,
  connectionConfiguration,
  getConnection,
  getConnectionById,
  type StoredConnection,
} from './get-connection';
export type { KnownConnection } from './internal';
export { databasesOf, defaultConnection, knownConnection } from './known-connections';
export { type ConnectionFilter, listConnectionPage, listConnections } from './list-connections';
export * from './schemas';
export { syncsProfile } from './syncs-profile';
export { updateConnection } from './update-connection';
