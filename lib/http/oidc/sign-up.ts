import type { Context as HonoContext } from 'hono';
import { SignUpRefused } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { invalidRequest, limitedSignUp, OAuthError, TooManySignUps } from '@/lib/oidc';
import { type SignUpInput, signUpInput, type UserView } from '@/lib/users';
import { clientOf } from './client-of';
import { isJson, parseObject } from './read-parameters';

/** What else a body may hold without meaning: auth0-js sends `state`, and `client_id` is read apart. */
const ignored = new Set(['client_id', 'client_secret', 'state', 'auth0Client', 'captcha']);

async function readBody(c: HonoContext): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  const body = isJson(c) ? parseObject(text) : Object.fromEntries(new URLSearchParams(text));
  return { ...body };
}

/** Auth0 ignores what it does not know here; what it knows is checked by the verb. */
function knownFields(body: Record<string, unknown>): SignUpInput {
  const unknown = Object.keys(body).find((name) => !ignored.has(name) && !(name in signUpInput.shape));
  if (unknown !== undefined) throw invalidRequest(`Unknown field: ${unknown}`);
  const fields = Object.entries(body).filter(([name]) => !ignored.has(name));
  // The verb parses it, so a value of a wrong type is refused there.
  return Object.fromEntries(fields) as SignUpInput;
}

const named = (name: string, code: string, description: string, statusCode = 400) => ({
  name,
  code,
  description,
  statusCode,
});

/** Names of the refusals of a password that is strong enough (6.2). */
const passwordErrors: Record<string, string> = {
  password_dictionary_error: 'PasswordDictionaryError',
  password_no_user_info_error: 'PasswordNoUserInfoError',
};

/** Error bodies as auth0-js reads them (`reference/authentication-api.md` 6.2). */
function failureBody(error: AppError): Record<string, unknown> & { statusCode: number } {
  if (error instanceof SignUpRefused) {
    return named('BadRequestError', error.errorCode ?? 'invalid_signup', error.message);
  }
  if (error.code === 'conflict') {
    return named('BadRequestError', 'user_exists', 'The user already exists.');
  }
  if (error.errorCode === 'invalid_password') {
    const rules = Array.isArray(error.data?.rules) ? error.data.rules : [];
    return {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: { rules, verified: false },
      policy: error.data?.policy,
      statusCode: 400,
    };
  }
  const passwordError = error.errorCode && passwordErrors[error.errorCode];
  if (passwordError) {
    return { ...named(passwordError, error.errorCode ?? '', error.message.replace(/^\w+: /, '')) };
  }
  if (error.code === 'forbidden') return named('BadRequestError', 'unauthorized', error.message);
  return named('BadRequestError', 'invalid_signup', error.message);
}

function presentSignedUp(user: UserView) {
  const { user_id, email, email_verified = false, username, user_metadata } = user;
  const { name, nickname, given_name, family_name, picture } = user;
  const shown = { username, given_name, family_name, name, nickname, picture, user_metadata };
  return { _id: user_id.split('|').slice(1).join('|'), email_verified, email, ...shown };
}

/** `POST /dbconnections/signup`: makes a user; no session, no token, no rules. */
export async function signUpRoute(c: HonoContext, ctx: Context): Promise<Response> {
  const body = await readBody(c);
  const client = await clientOf(ctx, body.client_id);
  try {
    const { user } = await limitedSignUp(ctx, knownFields(body), client);
    return c.json(presentSignedUp(user));
  } catch (error) {
    if (error instanceof TooManySignUps) {
      throw new OAuthError('too_many_attempts', 'Too many sign-ups from this address.');
    }
    if (!(error instanceof AppError)) throw error;
    return c.json(failureBody(error), 400);
  }
}
