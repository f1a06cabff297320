export {
  authenticatorOf,
  confirmedOf,
  dropPending,
  newAuthenticator,
  presentFactor,
  secretOf,
} from './authenticators';
export { type Confirmation, confirmFactor } from './confirm';
export { type FactorDemand, readDemand } from './demand';
export type * from './factors.types';
export { type Proof, proveFactor } from './prove';
export { qrSvg } from './qr';
export { hashRecoveryCode, newRecoveryCode } from './recovery-code';
export { isRemembered, rememberBrowser, rememberedSeconds, sweepFactors } from './remembered';
export { totpUri } from './totp';
