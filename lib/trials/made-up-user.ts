import { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { jsonObject, type StoredUser } from '@/lib/users';

const word = z.string().optional();
const moment = z.iso.datetime({ offset: true }).optional();

const identity = z.looseObject({
  connection: z.string().default('Username-Password-Authentication'),
  provider: z.string().default('auth0'),
  user_id: z.union([z.string(), z.number()]).transform(String),
  isSocial: z.boolean().default(false),
  profileData: jsonObject.optional(),
});

/** The contract's user (`reference/management-api.md` 2.1); any other member is kept as an attribute of the root. */
const madeUpUser = z.looseObject({
  user_id: z.string().min(1).default('auth0|made-up'),
  email: word,
  email_verified: z.boolean().optional(),
  username: word,
  phone_number: word,
  phone_verified: z.boolean().optional(),
  name: word,
  nickname: word,
  given_name: word,
  family_name: word,
  picture: word,
  blocked: z.boolean().optional(),
  last_password_reset: moment,
  created_at: moment,
  updated_at: moment,
  last_login: moment,
  last_ip: word,
  logins_count: z.number().int().min(0).optional(),
  identities: z.array(identity).optional(),
  user_metadata: jsonObject.optional(),
  app_metadata: jsonObject.optional(),
});

const date = (value: string | undefined, otherwise: Date | null = null) =>
  value === undefined ? otherwise : new Date(value);

/** A user who is not stored, and the attributes of the root that no stored user has. Throws Invalid. */
export function readMadeUpUser(ctx: Context, given: JsonObject): { user: StoredUser; carried: JsonObject } {
  const read = parseInput(z.strictObject({ user: madeUpUser }), { user: given }).user;
  const known = new Set(Object.keys(madeUpUser.shape));
  const carried = Object.fromEntries(Object.entries(given).filter(([name]) => !known.has(name)));
  const own = { user_id: read.user_id.replace(/^[^|]*\|/, '') };
  const identities = read.identities ?? [identity.parse(own)];
  const now = ctx.now();
  const user: StoredUser = {
    userId: read.user_id,
    connection: identities[0]?.connection ?? 'Username-Password-Authentication',
    email: read.email ?? null,
    emailVerified: read.email_verified ?? null,
    username: read.username ?? null,
    phoneNumber: read.phone_number ?? null,
    phoneVerified: read.phone_verified ?? null,
    name: read.name ?? null,
    nickname: read.nickname ?? null,
    givenName: read.given_name ?? null,
    familyName: read.family_name ?? null,
    picture: read.picture ?? null,
    blocked: read.blocked ?? null,
    lastPasswordReset: date(read.last_password_reset),
    userMetadata: read.user_metadata ?? null,
    appMetadata: read.app_metadata ?? null,
    createdAt: date(read.created_at, now) ?? now,
    updatedAt: date(read.updated_at, now) ?? now,
    lastLogin: date(read.last_login),
    lastIp: read.last_ip ?? null,
    loginsCount: read.logins_count ?? 0,
    version: 1,
    identities: identities.map((each) => ({
      provider: each.provider,
      identityUserId: each.user_id,
      connection: each.connection,
      isSocial: each.isSocial,
      profileData: each.profileData ?? null,
    })),
  };
  return { user, carried };
}
