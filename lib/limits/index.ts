export { ipKey } from './ip-key';
export { findSignInBlocks, liftSignInBlocks, noteSignInBlock, type SignInBlock } from './sign-in-blocks';
export { type Counter, forgive, type Limit, limits, spend, sweepLimits } from './spend';
