import { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { customPasswordHash, passwordHash } from '@/lib/passwords';
import { createUserInput, emailAddress, phoneNumber, username } from '@/lib/users';

/** An object as JSON.parse gave it, untouched; what it may hold is decided by `lib/metadata` and the database. */
const bag = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { message: 'An object is needed', params: { code: 'INVALID_TYPE' } },
);

const base32 = z.string().regex(/^[A-Z2-7]+=*$/i, 'A secret in base32 is needed');
const mfaFactor = z
  .strictObject({
    totp: z.strictObject({ secret: base32 }).optional(),
    phone: z.strictObject({ value: phoneNumber }).optional(),
    email: z.strictObject({ value: emailAddress }).optional(),
  })
  .refine((factor) => Object.values(factor).filter((value) => value !== undefined).length === 1, {
    message: 'A factor has exactly one of totp, phone and email',
    params: { code: 'NOT_PASSED' },
  });

const { name, nickname, given_name, family_name, picture, user_id } = createUserInput.shape;
const hashes = {
  password_hash: passwordHash.optional(),
  custom_password_hash: customPasswordHash.optional(),
};
const bags = { user_metadata: bag.optional(), app_metadata: bag.optional() };

const oneHash = (record: { password_hash?: unknown; custom_password_hash?: unknown }) =>
  record.password_hash === undefined || record.custom_password_hash === undefined;
const oneHashFault = {
  message: 'password_hash and custom_password_hash exclude each other',
  path: ['custom_password_hash'],
  params: { code: 'NOT_PASSED' },
};

/** A record of an Auth0 import file (`reference/management-api.md` 6). Closed. */
export const importRecord = z
  .strictObject({
    email: emailAddress,
    email_verified: z.boolean().optional(),
    phone_number: phoneNumber.optional(),
    phone_verified: z.boolean().optional(),
    username: username.optional(),
    user_id,
    name,
    nickname,
    given_name,
    family_name,
    picture,
    blocked: z.boolean().optional(),
    mfa_factors: z.array(mfaFactor).min(1).max(10).optional(),
    ...hashes,
    ...bags,
  })
  .refine(oneHash, oneHashFault);

/** A moment as exports write it: ISO 8601, or `{"$date": …}` of a database dump. */
const moment = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && '$date' in value ? value.$date : value),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
);

/** Text of a profile that another system filled; shorter than what would not fit into an index. */
const loose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), {
      message: 'Control characters are not allowed',
      params: { code: 'PATTERN' },
    });

const identity = z.looseObject({
  provider: loose(128).min(1),
  user_id: z.union([loose(255).min(1), z.number().int().transform(String)]),
  connection: loose(128).min(1),
  isSocial: z.boolean().nullish(),
  profileData: bag.nullish(),
});

/**
 * A user as Auth0 exports or shows it (2.1). Open: what an identity provider added is kept. Everything may be absent,
 * since an export holds the fields that were asked for.
 */
export const exportRecord = z
  .looseObject({
    user_id: loose(300)
      .regex(/^[^|]+\|.+$/, 'A user_id of an export has its provider in front, as in auth0|123')
      .optional(),
    email: loose(254).optional(),
    email_verified: z.boolean().optional(),
    username: loose(128).optional(),
    phone_number: loose(64).optional(),
    phone_verified: z.boolean().optional(),
    name: loose(300).optional(),
    nickname: loose(300).optional(),
    given_name: loose(150).optional(),
    family_name: loose(150).optional(),
    picture: loose(2048).optional(),
    blocked: z.boolean().optional(),
    identities: z.array(identity).min(1).max(50).optional(),
    created_at: moment.optional(),
    updated_at: moment.optional(),
    last_login: moment.optional(),
    last_password_reset: moment.optional(),
    last_ip: loose(64).optional(),
    logins_count: z.number().int().min(0).optional(),
    ...hashes,
    ...bags,
  })
  .refine(oneHash, oneHashFault);

/** A record of the password hashes that Auth0's support hands out: a dump of its user store. */
export const hashRecord = z.looseObject({
  _id: z.union([
    z.string().min(1).max(255),
    z.looseObject({ $oid: z.string().min(1).max(255) }).transform(({ $oid }) => $oid),
  ]),
  email: emailAddress,
  email_verified: z.boolean().optional(),
  username: username.optional(),
  connection: loose(128).optional(),
  passwordHash,
});

export type ImportRecord = z.output<typeof importRecord>;
export type ExportRecord = z.output<typeof exportRecord>;
export type HashRecord = z.output<typeof hashRecord>;
