export { assertMayMakeTicket } from './assert-may-make-ticket';
export { assertUserExists } from './assert-user-exists';
export { createUser } from './create-user';
export { deleteConnectionWithUsers, deleteUserOfConnection } from './delete-connection';
export { deleteUser } from './delete-user';
export { type WritableField, writableFields } from './gate';
export { getAccount, getStoredUser, getUser } from './get-user';
export { type ImportedUser, type ImportOutcome, upsertFields } from './imported-user';
export { liftUserBlocks } from './lift-user-blocks';
export { linkIdentity, type Secondary } from './link-identity';
export { listMetadataKeys, listMetadataValues } from './list-metadata';
export { type BlockView, listUserBlocks } from './list-user-blocks';
export { listUserVersions, type UserVersion } from './list-user-versions';
export { listUsers } from './list-users';
export { listUsersByEmail } from './list-users-by-email';
export { loginKey, loginKeysOf, normalizeName } from './login-keys';
export { defaultPicture, newUser } from './new-user';
export { presentUser } from './present-user';
export { countUsers, readUsers, type UserSelection } from './read-users';
export { restoreUser } from './restore-user';
export * from './schemas';
export { storeScriptUser } from './script-user';
export {
  type SignUpAdditions,
  type SignUpCandidate,
  type SignUpInput,
  signUp,
  signUpInput,
} from './sign-up';
export { type StoredUser, storedUserColumns, type UserState } from './state';
export { storeImportedUsers } from './store-imported-users';
export { unlinkIdentity } from './unlink-identity';
export { updateUser } from './update-user';
export { insertUsers, type NewUser } from './write';
