export { defaultConnection, ensureConnection } from './create-connection';
export { getConnection, listConnections } from './get-connection';
export { type ConnectionView, type DatabaseOptions, databaseOptions } from './schemas';
