export { answerOwnOrigin, egress } from './egress';
export { EgressError, type EgressErrorCode } from './errors';
export { type EgressLists, type EgressPolicy, egressPolicy } from './policy';
export type { HeaderPair } from './request-parts';
export {
  createEgress,
  type Egress,
  type EgressOptions,
  type EgressRequest,
  type EgressResponse,
  type OwnOrigin,
} from './send';
