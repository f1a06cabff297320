/** A cookie to set as it is; the fields are those of Hono's `setCookie` and Next's `cookies().set`. */
export type BrowserCookie = {
  name: string;
  value: string;
  path: '/';
  httpOnly: true;
  secure: boolean;
  sameSite: 'lax' | 'none';
  /** Seconds; 0 deletes. Without it the cookie ends with the browser. */
  maxAge?: number;
};

/** What a sign-in page sends along to name the transaction: `?state=` of its address and two cookies of the browser. */
export type InBrowser = {
  state: string;
  /** Value of the cookie `cookieNames().browser`. */
  browser: string | undefined;
  /** Value of the cookie `cookieNames().session`; that session ends when a new one begins. */
  session?: string | undefined;
  /** Value of the cookie `cookieNames().remembered`: the second factor was proven in this browser. */
  remembered?: string | undefined;
};

/** What a sign-in page may show of the transaction. */
export type TransactionView = {
  client: { clientId: string; name: string; internal: boolean };
  connection: {
    name: string;
    requiresUsername: boolean;
    allowsSignUp: boolean;
    /** Whether people may ask for a new password by mail. */
    allowsPasswordReset: boolean;
  };
  loginHint: string | null;
  screenHint: string | null;
  /** `ext-*` parameters of the request. */
  extensions: Record<string, string>;
};

export type SignInFailure = {
  /**
   * `expired`: no such transaction in this browser any more; the person starts again at the application.
   * `invalid`: sign-up only, `fields` names where.
   */
  reason:
    | 'wrong_credentials'
    | 'blocked'
    | 'too_many_attempts'
    | 'expired'
    | 'invalid'
    | 'taken'
    | 'unavailable';
  /** One sentence for the person. */
  message: string;
  fields?: Record<string, string>;
};

/** Go on to `redirectTo` (often another origin) after setting `cookies`, or show `failure`. */
export type SignInResult =
  | { redirectTo: string; cookies: BrowserCookie[]; failure?: undefined }
  | { failure: SignInFailure; redirectTo?: undefined; cookies?: undefined };

export type SignInInput = InBrowser & {
  /** E-mail address or username. */
  identifier: string;
  password: string;
};

export type SignUpAndSignInInput = InBrowser & {
  email: string;
  password: string;
  username?: string | undefined;
  name?: string | undefined;
};
