import type { GivenFactor } from '@/lib/factors';
import type { InBrowser, SignInResult } from './sign-in.types';

/** What the page for the second factor may show. */
export type FactorView = {
  client: { name: string };
  /** Whose factor is asked for. */
  account: string;
  /** Whether the person may choose to be remembered in this browser. */
  allowRememberBrowser: boolean;
} & (
  | { mode: 'challenge' }
  /** The person has no factor yet: the key for their app, as a QR code (SVG) and in Base32. */
  | { mode: 'enrol'; qr: string; secret: string }
  /** Proven; the sign-in goes on when the person says so. */
  | { mode: 'proven' }
);

export type FactorInput = InBrowser & {
  given: GivenFactor;
  /** The person asks to be remembered in this browser. */
  remember: boolean;
};

export type FactorResult =
  | SignInResult
  /** The factor is proven; the code is to be shown once, and then `finishFactor` goes on. */
  | { recoveryCode: string; failure?: undefined; redirectTo?: undefined };
