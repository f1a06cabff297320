export { SecretKeyProblem, secretKey } from './key';
export { open, seal } from './seal';
