import type { AuthorizationRequest, ResponseMode } from './authorization-request';
import type { OAuthError } from './errors';

/** What goes back to the application through the browser. */
export type AuthorizationResponse = {
  redirectUri: string;
  mode: ResponseMode;
  params: Record<string, string>;
};

type Channel = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>;

function respond(to: Channel, params: Record<string, string>): AuthorizationResponse {
  const { redirectUri, responseMode: mode, state } = to;
  return { redirectUri, mode, params: state === null ? params : { ...params, state } };
}

export function codeResponse(to: Channel, code: string): AuthorizationResponse {
  return respond(to, { code });
}

/** RFC 6749 section 4.1.2.1. */
export function errorResponse(to: Channel, { error, description }: OAuthError): AuthorizationResponse {
  return respond(to, { error, error_description: description });
}

/** The address of a `query` or `fragment` response. The registered address stays as it is, query and all. */
export function responseUrl({ redirectUri, mode, params }: AuthorizationResponse): string {
  const encoded = new URLSearchParams(params).toString();
  if (mode === 'fragment') return `${redirectUri}#${encoded}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${encoded}`;
}
