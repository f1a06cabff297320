export { type Consent, hasConsented, isConsentOf, keepConsent } from './consents';
export {
  createDeviceCredential,
  type DeviceFilter,
  deleteDeviceCredential,
  listDeviceCredentials,
} from './device-credentials';
export { editedMetadata, editMetadata, type Metadata, type MetadataEdit } from './edit-metadata';
export {
  deleteSession,
  deleteUserRefreshTokens,
  deleteUserSessions,
  endOfSession,
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
