import type { Json, JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { tenantOf } from '@/lib/tenant-name';
import type { UserView } from '@/lib/users';
import { wantedLanguages } from './languages';

/** Parts of an event that more than one trigger has (`reference/rules.md` 2.2). What Annex does not know is left out. */

/** As JSON would carry it: members without a value are gone. */
export function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

const issuer = () => `${env().ANNEX_URL}/`;

export const hostname = () => new URL(issuer()).host;

export const tenantPart = () => ({ id: tenantOf(issuer()) });

export type EventClient = { clientId: string; name: string; metadata: Record<string, string> };

export const clientPart = ({ clientId, name, metadata }: EventClient) => ({
  client_id: clientId,
  name,
  metadata,
});

export type EventRequest = { method: string; query: JsonObject; body: JsonObject };

/** `from`: whence the request came, as the context has it. */
export const requestPart = (
  from: Pick<Context, 'ip' | 'userAgent' | 'acceptLanguage'>,
  { method, query, body }: EventRequest,
) => ({
  method,
  query,
  body,
  ip: from.ip ?? '',
  hostname: hostname(),
  user_agent: from.userAgent || undefined,
  language: wantedLanguages(from.acceptLanguage)[0],
  geoip: {},
});

/** The words of a parameter such as `scope`. */
export function words(value: Json | undefined): string[] {
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : [];
}

const profile = [
  'user_id',
  'email',
  'email_verified',
  'username',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'phone_number',
  'phone_verified',
  'created_at',
  'updated_at',
  'last_password_reset',
  'identities',
] as const;

type Bags = { user_metadata?: JsonObject | undefined; app_metadata?: JsonObject | undefined };

/** A user who exists: the profile, members of `app_metadata` laid over it, and both bags, which are always there. */
export function userPart(view: UserView, written: Bags = {}): JsonObject {
  const known = profile.flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]] as const]));
  const { user_metadata = view.user_metadata ?? {}, app_metadata = view.app_metadata ?? {} } = written;
  return plain({ ...Object.fromEntries(known), ...app_metadata, user_metadata, app_metadata });
}
