export { deriveKey } from './derive-key';
export { SecretKeyProblem, secretKey } from './key';
export { open, seal } from './seal';
