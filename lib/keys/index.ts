export { ensureKeys } from './ensure-keys';
export { publicJwks, signingKey, verificationKey } from './key-set';
