import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { getClient } from '@/lib/clients';
import { getConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { Invalid } from '@/lib/errors';
import { enrolledFactors } from '@/lib/factors';
import { everything } from '@/lib/paging';
import { listUserRoles } from '@/lib/roles';
import type { Login } from '@/lib/rules';
import { type TenantSettings, tenantSettings } from '@/lib/settings';
import { getRecordedLogin } from '@/lib/sign-ins';
import { getStoredUser } from '@/lib/users';
import { readMadeUpUser } from './made-up-user';
import { pretendRefreshToken, pretendSession } from './pretended-session';
import { oneSubject, type testRuleInput } from './schemas';

type Application = Login['client'] & { callback: string };
export type Person = Pick<Login, 'user' | 'roles' | 'connection' | 'carried' | 'factors'>;

const madeUpApplication: Application = {
  clientId: 'made-up-application',
  name: 'Made-up application',
  metadata: {},
  callback: 'http://localhost:4000/callback',
};

/** The application of this id; a made-up one for none. Throws NotFound. */
export async function applicationOf(ctx: Context, clientId: string | undefined): Promise<Application> {
  if (clientId === undefined) return madeUpApplication;
  const { name, client_metadata, callbacks } = await getClient(ctx, clientId);
  return { clientId, name, metadata: client_metadata, callback: callbacks[0] ?? madeUpApplication.callback };
}

async function storedPerson(ctx: Context, userId: string): Promise<Person> {
  const user = await getStoredUser(ctx, userId);
  const [connection, roles, factors] = await Promise.all([
    getConnection(ctx, user.connection),
    listUserRoles(ctx, userId, everything),
    enrolledFactors(ctx, [userId]),
  ]);
  return {
    user,
    roles: roles.items.map(({ name }) => name),
    factors: factors.get(userId) ?? [],
    connection: { ...connection, options: connection.options as JsonObject },
  };
}

function madeUpPerson(ctx: Context, given: JsonObject): Person {
  const { user, carried } = readMadeUpUser(ctx, given);
  const connection = {
    id: 'con_0000000000000000',
    name: user.connection,
    strategy: user.identities[0]?.provider ?? 'auth0',
    options: {},
    metadata: {},
  };
  return { user, roles: [], connection, carried };
}

/** A stored user, or a made-up one for none. Throws NotFound, Invalid. */
export async function personOf(
  ctx: Context,
  { user_id, user = {} }: { user_id?: string | undefined; user?: JsonObject | undefined },
): Promise<Person> {
  return user_id === undefined ? madeUpPerson(ctx, user) : storedPerson(ctx, user_id);
}

/** A sign-in of this person of now: by the code flow unless something else is said. */
export function pretendLogin(
  ctx: Context,
  person: Person,
  { clientId, name, metadata, callback }: Application,
  { session: lifetime }: Pick<TenantSettings, 'session'>,
): Login {
  const scope = ['openid', 'profile', 'email'];
  const query = {
    client_id: clientId,
    response_type: 'code',
    scope: scope.join(' '),
    redirect_uri: callback,
  };
  return {
    ...person,
    loginId: randomUUID(),
    client: { clientId, name, metadata },
    protocol: 'oidc-basic-profile',
    request: {
      userAgent: ctx.userAgent ?? '',
      acceptLanguage: ctx.acceptLanguage,
      ip: ctx.ip ?? '127.0.0.1',
      hostname: new URL(env().ANNEX_URL).host,
      method: 'GET',
      query,
      body: {},
    },
    stats: { loginsCount: (person.user.loginsCount ?? 0) + 1 },
    session: pretendSession(ctx, clientId, lifetime),
    authMethods: [{ name: 'pwd', timestamp: ctx.now().getTime() }],
    authorization: query,
    scope,
  };
}

/** The request of the grant that a protocol other than the code flow stands for. */
function underProtocol(login: Login, protocol: Login['protocol'] | undefined): Login {
  if (protocol === undefined || protocol === login.protocol) return login;
  const { session, authorization, ...others } = login;
  if (protocol === 'redirect-callback') return { ...others, session, authorization, protocol };
  const { userAgent, ip, hostname } = login.request;
  const grant_type = protocol === 'oauth2-password' ? 'password' : 'refresh_token';
  const body = { grant_type, client_id: login.client.clientId };
  const refreshToken = protocol === 'oauth2-refresh-token' ? pretendRefreshToken(login) : undefined;
  const request = { userAgent, ip, hostname, method: 'POST', query: {}, body };
  return { ...others, protocol, request, refreshToken };
}

type Subject = Pick<
  z.output<typeof testRuleInput>,
  'user_id' | 'user' | 'sign_in_id' | 'client_id' | 'protocol'
>;

/** A sign-in to try, and where it went on if it is a recorded one that did so behind a redirect. */
export type Pretended = { login: Login; resumed: boolean; suspended?: JsonObject | undefined };

/**
 * The sign-in that a trial pretends. Reading it needs the rights that reading its parts needs. Throws NotFound for a
 * user, application or sign-in that is not there, Invalid for a made-up user that is none.
 */
export async function subjectOf(ctx: Context, subject: Subject): Promise<Pretended> {
  const { user_id, user, sign_in_id, client_id, protocol } = subject;
  if (sign_in_id !== undefined) {
    const { login: recorded, row } = await getRecordedLogin(ctx, sign_in_id);
    const { resumed, suspended } = row.recording;
    if (client_id === undefined) return { login: underProtocol(recorded, protocol), resumed, suspended };
    const { callback: _, ...client } = await applicationOf(ctx, client_id);
    return { login: underProtocol({ ...recorded, client }, protocol), resumed, suspended };
  }
  if (user_id === undefined && user === undefined) throw new Invalid(`${oneSubject}.`);
  const [person, application, settings] = await Promise.all([
    personOf(ctx, { user_id, user }),
    applicationOf(ctx, client_id),
    tenantSettings(ctx),
  ]);
  return { login: underProtocol(pretendLogin(ctx, person, application, settings), protocol), resumed: false };
}

/** The sign-in alone. */
export async function loginOf(ctx: Context, subject: Subject): Promise<Login> {
  return (await subjectOf(ctx, subject)).login;
}
