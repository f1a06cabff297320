export {
  assertAcceptable,
  assertNew,
  historySize,
  type PasswordRules,
  type PersonalInfo,
} from './acceptable';
export { hashPassword } from './argon2';
export {
  type CustomPasswordHash,
  customPasswordHash,
  type ImportedCredential,
  importedHash,
  passwordHash,
} from './imported-hash';
export { assertStrong, describePolicy, type PasswordPolicy, type PasswordRequirements } from './strength';
export { needsRehash, verifyPassword } from './verify';
