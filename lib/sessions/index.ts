export {
  createDeviceCredential,
  type DeviceFilter,
  deleteDeviceCredential,
  listDeviceCredentials,
} from './device-credentials';
export {
  deleteSession,
  deleteUserRefreshTokens,
  deleteUserSessions,
  revokeSession,
  revokeUserAccess,
} from './end-access';
export { sessionFacts } from './internal';
export { getSession, listUserSessions } from './list-sessions';
export {
  deleteRefreshToken,
  getRefreshToken,
  listRefreshTokens,
  revokeRefreshTokens,
  updateRefreshToken,
} from './refresh-tokens';
export * from './schemas';
export { updateSession } from './update-session';
export { deleteGrantsOfUser, deleteUserGrant, type GrantFilter, listUserGrants } from './user-grants';
