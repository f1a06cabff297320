/** Kinds of second factors that Annex has, by the names that Actions and `/mfa` know them under. */
export type FactorType = 'otp' | 'recovery-code';

/** A confirmed factor as its owner and administrators may see it: never with its secret. */
export type Factor = {
  /** `totp|dev_…` or `recovery-code|dev_…`. */
  id: string;
  type: FactorType;
  /** What it is called, where somebody has named it. */
  name: string | null;
  /** ISO 8601. */
  enrolledAt: string;
  lastUsedAt: string | null;
};

/** What a person gives to prove themselves: a code of their authenticator app, or their recovery code. */
export type GivenFactor = { code: string } | { recoveryCode: string };

export type ProofFault =
  | 'wrong'
  /** Too many wrong ones; also a right one is refused until a quarter of an hour has passed. */
  | 'limited';
