import type { JsonObject } from '@/db/schema/columns';
import type { FactorType } from '@/lib/factors/factors.types';
import type { StoredUser } from '@/lib/users';

/** Values of `context.protocol` (`reference/rules.md` 1.5) for the flows of this version. */
export type Protocol =
  | 'oidc-basic-profile'
  | 'oauth2-refresh-token'
  | 'oauth2-password'
  | 'redirect-callback';

/** A sign-in as the rules are to see it. */
export type Login = {
  /** Names this issuance in history and logs. */
  loginId: string;
  user: StoredUser;
  /** Names of the user's roles, by name. */
  roles: string[];
  client: { clientId: string; name: string; metadata: Record<string, string> };
  connection: {
    id: string;
    name: string;
    strategy: string;
    options: JsonObject;
    metadata: Record<string, string>;
  };
  protocol: Protocol;
  request: {
    userAgent: string;
    acceptLanguage?: string | undefined;
    ip: string;
    hostname: string;
    method: string;
    query: JsonObject;
    body: JsonObject;
  };
  /** 1 on the first login. */
  stats: { loginsCount: number };
  session?:
    | {
        sid: string;
        clientIds: string[];
        metadata?: JsonObject | null;
        /** Its times, device and cookie before this sign-in, as the Management API shows them; older recordings lack it. */
        facts?: JsonObject;
      }
    | undefined;
  /** Second factors of the user; absent in recordings from before there were any. */
  factors?: FactorType[];
  /** `timestamp` in milliseconds. */
  authMethods: { name: string; timestamp: number }[];
  scope: string[];
  audience?: string | undefined;
  /** The parameters of `/authorize`, where the sign-in began there. */
  authorization?: JsonObject | undefined;
  /** The refresh token that is exchanged, as the Management API shows it. */
  refreshToken?: JsonObject | undefined;
  /** Root fields that a redirecting rule put on `user`, carried over `/continue` (1.7, note 4). */
  carried?: JsonObject | undefined;
};

/** What the rules decided, ready for the tokens. */
export type LoginOutcome =
  | LoginContinues
  | { kind: 'deny'; error: 'access_denied' | 'unauthorized' | 'invalid_request'; description: string };

export type LoginContinues = {
  kind: 'continue';
  /** The final `user`: source of the standard claims. */
  user: JsonObject;
  /** Custom claims and overrides, without the names that rules may not set (1.11). */
  idTokenClaims: JsonObject;
  accessTokenClaims: JsonObject;
  /** Replaces the granted scopes. */
  scope?: string[];
  multifactor?: JsonObject;
  redirect?: { url: string };
  /** `user_id` whose tokens are issued instead. */
  primaryUser?: string;
  /** Ids of the rules that ran. */
  executedRules?: string[];
  /** The metadata of the user after what the rules wrote, where they wrote some. */
  written?: { user_metadata?: JsonObject; app_metadata?: JsonObject };
  warnings: string[];
};
