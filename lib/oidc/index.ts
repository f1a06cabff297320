export { answerConsent, getConsentPage } from './answer-consent';
export { answerFactor } from './answer-factor';
export type { AuthorizationResponse } from './authorization-response';
export { responseUrl } from './authorization-response';
export { type AuthorizeResult, authorize } from './authorize/authorize';
export type * from './consent-page.types';
export { continueTransaction } from './continue';
export { cookieNames } from './cookies';
export { discoveryDocument } from './discovery';
export { invalidRequest, missingParameter, OAuthError } from './errors';
export type * from './factor-page.types';
export { finishFactor } from './finish-factor';
export { issuer, managementAudience } from './issuer';
export { type AskedToLogOut, auth0Logout, type LoggedOut, oidcLogout } from './logout';
export {
  type Association,
  mfaAssociate,
  mfaAuthenticators,
  mfaChallenge,
  removeMfaAuthenticator,
} from './mfa-api';
export { getFactorPage } from './open-factor';
export { asObject, type Parameters, readParameters } from './parameters';
export { revoke } from './revoke';
export { getTransaction, signIn } from './sign-in';
export type * from './sign-in.types';
export { limitedSignUp, signUpAndSignIn, TooManySignUps } from './sign-up';
export { sweepExpired } from './sweep';
export { token } from './token/token';
export type { TokenResponse } from './tokens';
export { userinfo } from './userinfo';
export { type AccessTokenClaims, verifyAccessToken } from './verify-access-token';
export { type IdTokenProof, verifyIdToken } from './verify-id-token';
export { type LiveAccessToken, verifyLiveAccessToken } from './verify-live-access-token';
