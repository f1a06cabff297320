export {
  authenticatorOf,
  confirmedOf,
  dropPending,
  factorsOf,
  newAuthenticator,
  presentFactor,
  secretOf,
} from './authenticators';
export { type Confirmation, confirmFactor } from './confirm';
export { createFactor } from './create-factor';
export { type FactorDemand, readDemand } from './demand';
export { enrolledFactors } from './enrolled-factors';
export type * from './factors.types';
export { forgetBrowsers } from './forget-browsers';
export { importTotp, plainSecret } from './import-totp';
export { accountName, keyQr, keyUri } from './key-label';
export { getFactor, listFactors } from './list-factors';
export {
  beginOwnFactor,
  confirmOwnFactor,
  listOwnFactors,
  newOwnRecoveryCode,
  removeOwnFactors,
} from './own-factors';
export { type Proof, proveFactor } from './prove';
export { hashRecoveryCode, newRecoveryCode } from './recovery-code';
export { regenerateRecoveryCode } from './regenerate-recovery-code';
export { isRemembered, rememberBrowser, rememberedSeconds, sweepFactors } from './remembered';
export { resetFactors } from './reset-factors';
export * from './schemas';
export { setFactors } from './set-factors';
export { isTotpSecret } from './totp';
export { updateFactor } from './update-factor';
