export { ipKey } from './ip-key';
export { type Counter, forgive, type Limit, limits, spend, sweepLimits } from './spend';
