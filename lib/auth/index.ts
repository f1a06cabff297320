export { providerId, sessions } from './config';
export { localPath } from './local-path';
export { isOutlived } from './outlived';
