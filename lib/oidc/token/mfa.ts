import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { noAsks } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { confirmFactor, type GivenFactor, proveFactor } from '@/lib/factors';
import { logEvent, logInsert } from '@/lib/logs';
import { findResourceServer } from '@/lib/resource-servers';
import type { Metadata } from '@/lib/sessions';
import { withMfa } from '../auth-methods';
import { afterConsent } from '../consent';
import { missingParameter, OAuthError } from '../errors';
import { type FactorEventType, loginEvent } from '../events';
import { factorEvents, kindOf } from '../factor-events';
import { type Issued, issue } from '../issue';
import type { TokenResponse } from '../tokens';
import { writeTogether } from '../write-together';
import { revokedToken } from './find-refresh-token';
import { grantTokens } from './grant-tokens';
import { associationRequired, findMfaToken, type MfaToken, spendMfaToken } from './mfa-token';
import type { TokenRequest } from './token-request';

const wrong = {
  code: 'Invalid otp_code.',
  recoveryCode: 'MFA Authorization rejected.',
};

type Proven = { recoveryCode: string | null; writes: SQL[] };

async function check(ctx: Context, { user, held, enrolling }: MfaToken, given: GivenFactor) {
  const { userId } = user;
  if (held.factors.includes('otp')) return proveFactor(ctx, userId, given);
  if (enrolling === null || !('code' in given)) throw associationRequired();
  return confirmFactor(ctx, { userId, id: enrolling, code: given.code });
}

/** Throws `invalid_grant` for a wrong factor, and `too_many_attempts`. Each try is a row of the log. */
async function prove(
  ctx: Context,
  { client }: TokenRequest,
  token: MfaToken,
  given: GivenFactor,
): Promise<Proven> {
  const { user, connection, pending } = token;
  const events = factorEvents[kindOf(given)];
  const event = (type: FactorEventType) =>
    loginEvent(type, { client, user, connection, details: { login_id: pending.loginId } });
  const checked = await check(ctx, token, given);
  switch (checked.kind) {
    case 'proven':
      return { ...checked, writes: [...checked.writes, logInsert(ctx, event(events.proven))] };
    case 'confirmed':
      // Its recovery code was told when it was associated.
      return { ...checked, writes: [...checked.writes, logInsert(ctx, event('gd_enrollment_complete'))] };
    case 'limited':
      await logEvent(ctx, event(events.limited));
      throw new OAuthError(
        'too_many_attempts',
        'Too many failed codes. Wait for some minutes before retrying.',
      );
    default:
      await logEvent(ctx, event(events.wrong));
      throw new OAuthError('invalid_grant', wrong[kindOf(given)]);
  }
}

/** What was decided before the factor was asked for, or the Actions that waited for it. Rules do not run again. */
async function afterProof(
  ctx: Context,
  { client }: TokenRequest,
  { pending, user, held, connection }: MfaToken,
): Promise<{ loginId: string; issued: Issued }> {
  const { next, protocol, scope, audience, body } = pending;
  if (next.kind === 'grant') {
    const claims = { ...next.claims, methods: withMfa(ctx, next.claims.methods) };
    const decided = { kind: 'granted' as const, user, scope: next.scope, claims, methods: next.methods };
    const nothing = { warnings: [], writes: [], executions: [] };
    const asking = { client, audience, protocol, interaction: 'token' } as const;
    const issued = await afterConsent(ctx, asking, { ...decided, ...nothing, asks: next.asks ?? noAsks });
    return { loginId: pending.loginId, issued };
  }
  const loginId = randomUUID();
  const issued = await issue(ctx, {
    loginId,
    client,
    user,
    held,
    connection,
    protocol,
    request: { method: 'POST', query: {}, body },
    scope,
    audience,
    authenticatedAt: new Date(pending.authenticatedAt),
    interaction: 'token',
    isProven: true,
    refreshToken: pending.refreshToken,
    suspended: next.suspended,
  });
  return { loginId, issued };
}

async function byFactor(ctx: Context, request: TokenRequest, given: GivenFactor): Promise<TokenResponse> {
  const { client, parameters } = request;
  const value = parameters.get('mfa_token');
  if (value === undefined) throw missingParameter('mfa_token');
  const token = await findMfaToken(ctx, value, client);
  const { pending, connection } = token;
  const api = pending.audience === null ? null : await findResourceServer(ctx, pending.audience);
  if (pending.audience !== null && !api)
    throw new OAuthError('invalid_grant', 'The API of the request is gone.');
  const { recoveryCode, writes } = await prove(ctx, request, token, given);
  await spendMfaToken(ctx, token);
  const { loginId, issued } = await afterProof(ctx, request, token);
  if (issued.kind !== 'granted') {
    const error =
      issued.kind === 'refused' ? issued.error : new OAuthError('interaction_required', 'Login required');
    const { description } = error;
    const log = loginEvent('fepft', { client, user: issued.user, connection, description });
    const { refreshToken, sid } = pending;
    const revoked = revokedToken(ctx, issued, { client, id: refreshToken?.id, sid });
    await writeTogether(ctx, [...writes, ...issued.writes, logInsert(ctx, log), ...revoked]);
    throw error;
  }
  const isRefresh = pending.protocol === 'oauth2-refresh-token';
  const { metadata, expires_at: end } = pending.refreshToken ?? {};
  const answer = await grantTokens(ctx, {
    loginId,
    client,
    connection,
    api,
    issued,
    authenticatedAt: new Date(pending.authenticatedAt),
    sid: pending.sid,
    mark: pending.standsFor ? pending.standsFor.mark : isRefresh ? 'refresh_token' : 'password',
    before: metadata as Metadata | undefined,
    ...(isRefresh ? { end: typeof end === 'string' ? new Date(end) : null } : {}),
    event: pending.standsFor ? 'seotpft' : isRefresh ? 'sertft' : 'sepft',
    writes,
  });
  return recoveryCode === null ? answer : { ...answer, recovery_code: recoveryCode };
}

/** The `mfa-otp` grant: the code of the person's authenticator, or the first one of that which they enrol. */
export async function mfaOtpGrant(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  const code = request.parameters.get('otp');
  if (code === undefined) throw missingParameter('otp');
  return byFactor(ctx, request, { code });
}

/** The `mfa-recovery-code` grant; its answer holds the recovery code that takes the place of the used one. */
export async function mfaRecoveryCodeGrant(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  const recoveryCode = request.parameters.get('recovery_code');
  if (recoveryCode === undefined) throw missingParameter('recovery_code');
  return byFactor(ctx, request, { recoveryCode });
}
