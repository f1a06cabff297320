export { hashPassword } from './argon2';
export {
  type CustomPasswordHash,
  customPasswordHash,
  type ImportedCredential,
  importedHash,
  passwordHash,
} from './imported-hash';
export { assertStrong, describePolicy, type PasswordPolicy } from './strength';
export { needsRehash, verifyPassword } from './verify';
