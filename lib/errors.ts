/** The closed list of machine codes an expected failure may carry; `statusOf` gives each one HTTP status. */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition'
  | 'limit_exceeded'
  | 'too_large'
  | 'uri_too_long'
  | 'unavailable';

const statuses = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition: 412,
  limit_exceeded: 429,
  too_large: 413,
  uri_too_long: 414,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

export type HttpErrorStatus = (typeof statuses)[ErrorCode];

export type ErrorOptions = {
  /** Auth0's `errorCode`, where the contract names one (`reference/management-api.md` 1.4). */
  errorCode?: string;
  /** Names of the fields at fault and one sentence for each, for forms. */
  fields?: Record<string, string>;
  /** Data the caller may act on, such as the current version after a conflict. Public. */
  data?: Record<string, unknown>;
  /** What only the log may see. */
  detail?: string;
  cause?: unknown;
};

/**
 * An expected failure. `message` is a full sentence for the public; `detail` and `cause` go to the log only.
 * Anything thrown that is not an AppError is a bug and tells the public nothing but a request id.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errorCode: string | undefined;
  readonly fields: Record<string, string> | undefined;
  readonly data: Record<string, unknown> | undefined;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.errorCode = options.errorCode;
    this.fields = options.fields;
    this.data = options.data;
    this.detail = options.detail;
  }
}

/** The input breaks a rule that the caller can mend; `fields` names where. */
export class Invalid extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid', message, options);
  }
}

/** Nobody is signed in, or the credential is not good. */
export class Unauthenticated extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('unauthenticated', message, options);
  }
}

/** The actor is known and may not do this. */
export class Forbidden extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('forbidden', message, options);
  }
}

/** The thing is missing, or the caller may not know that it exists. */
export class NotFound extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('not_found', message, options);
  }
}

/** The change collides with something that exists. */
export class Conflict extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('conflict', message, options);
  }
}

/** The caller named a version that is no longer the current one; `data.version` says which is. */
export class PreconditionFailed extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('precondition', message, options);
  }
}

/** Too many tries, or too much of something, for now. */
export class LimitExceeded extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('limit_exceeded', message, options);
  }
}

/** The request took more than its budget, or a part it needs is down; trying again may help. */
export class Unavailable extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, options);
  }
}

/** The one code-to-status table. */
export function statusOf(error: AppError): HttpErrorStatus {
  return statuses[error.code];
}
