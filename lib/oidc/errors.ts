import type { JsonObject } from '@/db/schema/columns';

/** Status of each code in a JSON answer (`reference/authentication-api.md` 8; RFC 6749 section 5.2 says 400 or 401). */
const statuses = {
  invalid_request: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_client: 401,
  invalid_token: 401,
  unauthorized_client: 403,
  access_denied: 403,
  unauthorized: 403,
  invalid_grant: 403,
  mfa_required: 403,
  association_required: 403,
  unsupported_challenge_type: 400,
  expired_token: 401,
  insufficient_scope: 403,
  login_required: 403,
  consent_required: 403,
  interaction_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_too_large: 413,
  too_many_attempts: 429,
  unsupported_response_type: 501,
  unsupported_grant_type: 501,
  server_error: 500,
  temporarily_unavailable: 503,
} as const;

export type OAuthErrorCode = keyof typeof statuses;

/** A refusal of the protocol. `description` is public; `detail` and `cause` are for the log. */
export class OAuthError extends Error {
  override name = 'OAuthError';
  readonly error: OAuthErrorCode;
  readonly description: string;
  readonly detail: string | undefined;
  /** Public members of the answer beside these two. */
  readonly members: JsonObject;

  constructor(
    error: OAuthErrorCode,
    description: string,
    options: { detail?: string | undefined; cause?: unknown; members?: JsonObject } = {},
  ) {
    super(`${error}: ${description}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.error = error;
    this.description = description;
    this.detail = options.detail;
    this.members = options.members ?? {};
  }

  get status() {
    return statuses[this.error];
  }
}

/** RFC 6749 section 5.2; the wording is Auth0's. */
export function invalidRequest(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}

/** RFC 6749 section 5.2: why it failed is for the log. */
export function clientAuthenticationFailed(detail: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_client', 'Client authentication failed', { detail, cause });
}

export function missingParameter(name: string): OAuthError {
  return invalidRequest(`Missing required parameter: ${name}`);
}
