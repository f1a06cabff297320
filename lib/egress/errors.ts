/** Node's own codes (`ENOTFOUND`, `ECONNREFUSED`, `ETIMEDOUT` …) where the network failed, ours where we said no. */
export type EgressErrorCode =
  | 'ERR_EGRESS_REFUSED'
  | 'ERR_INVALID_REQUEST'
  | 'ERR_RESPONSE_TOO_LARGE'
  | 'ERR_TOO_MANY_REDIRECTS'
  | 'ERR_BAD_RESPONSE'
  | (string & {});

/** An outbound request was refused or failed. `message` names the host at most: no address, no header, no body. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly code: EgressErrorCode;

  constructor(code: EgressErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
