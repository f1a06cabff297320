export { ensureKeys } from './ensure-keys';
export { publicJwks, signingCertificate, signingKey, verificationKey } from './key-set';
export { getSigningKey, listSigningKeys } from './list-keys';
export { revokeSigningKey } from './revoke-key';
export { rotateSigningKeys } from './rotate-keys';
export * from './schemas';
