export { hashPassword } from './argon2';
export { assertStrong, describePolicy, type PasswordPolicy } from './strength';
