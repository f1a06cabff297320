/** A checked `/authorize` request. Stored with its transaction, so plain JSON only. */
export type AuthorizationRequest = {
  clientId: string;
  redirectUri: string;
  responseMode: ResponseMode;
  state: string | null;
  nonce: string | null;
  /** What may be granted of what was asked: unknown scopes are gone. */
  scope: string[];
  /** Null: an opaque token for `/userinfo`. */
  audience: string | null;
  /** Of PKCE with S256. */
  codeChallenge: string | null;
  prompt: string[];
  /** Seconds; null when not asked for. */
  maxAge: number | null;
  loginHint: string | null;
  screenHint: string | null;
  connection: string;
  /** Whether the request named the connection, so that a session of another one does not do. */
  connectionForced: boolean;
  /** `sub` of a good `id_token_hint`. */
  hintedUser: string | null;
  method: string;
  /** The parameters as they came, for rules and `ext-*`. */
  query: Record<string, string>;
};

export const responseModes = ['query', 'fragment', 'form_post'] as const;
export type ResponseMode = (typeof responseModes)[number];
