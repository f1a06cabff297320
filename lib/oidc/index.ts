export { cookieNames } from './cookies';
export type * from './sign-in.types';
