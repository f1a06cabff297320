export { getRecordedLogin, getSignIn, type RecordedSignIn } from './get-sign-in';
export { insertSignIn, type SignInEnd, type SignInRecord } from './insert-sign-in';
export { listSignIns, type SignInList } from './list-sign-ins';
export { type ReadableSignIn, readSignIns } from './read-sign-ins';
export * from './schemas';
export { sweepSignIns } from './sweep-sign-ins';
