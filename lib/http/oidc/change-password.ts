import type { Context as HonoContext } from 'hono';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { invalidRequest, missingParameter, OAuthError } from '@/lib/oidc';
import { requestPasswordChange } from '@/lib/tickets';
import { clientOf } from './client-of';
import { bodyParameters } from './read-parameters';

/** The first language that a caller prefers, as templates get it. */
export function requestLanguage(header: string | undefined): string | undefined {
  return /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*/.exec(header ?? '')?.[0];
}

function refusal(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === 'limit_exceeded') return new OAuthError('too_many_attempts', error.message);
  return invalidRequest(error.message);
}

/**
 * `POST /dbconnections/change_password` (`reference/authentication-api.md` 6.3): text, and the same for an address that
 * nobody has. The mail itself is a job.
 */
export async function changePasswordRoute(c: HonoContext, ctx: Context): Promise<Response> {
  const parameters = await bodyParameters(c);
  const email = parameters.get('email');
  const connection = parameters.get('connection');
  if (email === undefined) throw missingParameter('email');
  if (connection === undefined) throw missingParameter('connection');
  const client = await clientOf(ctx, parameters.get('client_id'));
  const request = { clientId: client?.clientId, language: requestLanguage(c.req.header('accept-language')) };
  await requestPasswordChange(ctx, { connection, email }, request).catch((error: unknown) => {
    throw refusal(error);
  });
  return c.text("We've just sent you an email to reset your password.");
}
