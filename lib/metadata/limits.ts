/** The most that both bags of one user may hold together, in bytes of JSON. */
export const maxMetadataBytes = 64 * 1024;

/** How deep objects and arrays may nest inside one bag. */
export const maxMetadataDepth = 20;

/** Keys that `app_metadata` may not have at its first level (`reference/management-api.md` 3.2). */
export const reservedAppMetadataKeys: readonly string[] = [
  '__tenant',
  '_id',
  'blocked',
  'clientID',
  'created_at',
  'email_verified',
  'email',
  'globalClientID',
  'global_client_id',
  'identities',
  'lastIP',
  'lastLogin',
  'loginsCount',
  'metadata',
  'multifactor_last_modified',
  'multifactor',
  'updated_at',
  'user_id',
];

/** Limits of `user_metadata` at public sign-up (`reference/authentication-api.md` 6.2). */
export const signupLimits = { keys: 10, keyLength: 100, valueLength: 500 };
