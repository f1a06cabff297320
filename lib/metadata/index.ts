export { type Bag, checkBag, checkSignupMetadata, checkSize } from './check';
export { maxMetadataBytes, maxMetadataDepth, reservedAppMetadataKeys, signupLimits } from './limits';
export { type MergeMode, mergeMetadata } from './merge';
