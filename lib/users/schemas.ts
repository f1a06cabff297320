import { z } from 'zod';
import { jsonObject } from './json-object';

export { jsonObject };

const isPrintable = (value: string) => value.isWellFormed() && !/\p{Cc}/u.test(value);
const printable = z.string().min(1).refine(isPrintable, 'Control characters are not allowed');
const longName = printable.max(300);
const shortName = printable.max(150);

/** Local part to 64 characters, whole to 254 (`reference/management-api.md` 2.1). */
export const emailAddress = z
  .string()
  .max(254)
  .regex(
    /^[^\s@\p{C}]{1,64}@[^\s@.\p{C}]+(\.[^\s@.\p{C}]+)*$/u,
    "Object didn't pass validation for format email",
  );

/** 1 to 128 of the characters the reference lists; an e-mail address is not a username. */
export const username = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9@`^$!\-#.+'~_]+$/, "Only letters, digits and @ ` ^ $ ! - # . + ' ~ _ are allowed")
  .refine((value) => !/^[^@]+@[^@]+\.[^@]+$/.test(value), 'An e-mail address is not a username');

export const phoneNumber = z.string().regex(/^\+[0-9]{1,15}$/, 'A phone number is + and 1 to 15 digits');

const profile = {
  email: emailAddress,
  email_verified: z.boolean(),
  username,
  phone_number: phoneNumber,
  phone_verified: z.boolean(),
  name: longName,
  nickname: longName,
  given_name: shortName,
  family_name: shortName,
  picture: z.url().refine(isPrintable, 'Control characters are not allowed'),
  blocked: z.boolean(),
};

/** Body of `POST /api/v2/users` (`reference/management-api.md` 2.3). Closed. */
export const createUserInput = z.strictObject({
  connection: printable.max(128),
  user_id: printable.max(255).regex(/^\S+$/, 'No white space is allowed').optional(),
  password: z.string().min(1).max(1024).optional(),
  ...z.object(profile).partial().shape,
  user_metadata: jsonObject.optional(),
  app_metadata: jsonObject.optional(),
  verify_email: z.boolean().optional(),
});

/** Body of `PATCH /api/v2/users/{id}` (2.5). Unknown members are refused by name, so that a typing error loses nothing. */
export const updateUserInput = z.strictObject({
  email: profile.email.nullable().optional(),
  email_verified: profile.email_verified.optional(),
  username: profile.username.nullable().optional(),
  phone_number: profile.phone_number.nullable().optional(),
  phone_verified: profile.phone_verified.optional(),
  name: profile.name.nullable().optional(),
  nickname: profile.nickname.nullable().optional(),
  given_name: profile.given_name.nullable().optional(),
  family_name: profile.family_name.nullable().optional(),
  picture: profile.picture.nullable().optional(),
  blocked: profile.blocked.optional(),
  password: z.string().min(1).max(1024).nullable().optional(),
  user_metadata: jsonObject.nullable().optional(),
  app_metadata: jsonObject.nullable().optional(),
  connection: z.string().max(128).optional(),
  client_id: z.string().max(128).optional(),
  verify_email: z.boolean().optional(),
  verify_phone_number: z.boolean().optional(),
});

export const listUsersInput = z.strictObject({
  q: z.string().optional(),
  page: z.number().int().min(0).default(0),
  per_page: z.number().int().min(0).max(100).default(50),
  from: z.string().min(1).max(8192).optional(),
  take: z.number().int().min(1).max(100).optional(),
  sort: z.string().optional(),
  include_totals: z.boolean().default(false),
});

const identity = z.strictObject({
  connection: z.string(),
  provider: z.string(),
  user_id: z.string(),
  isSocial: z.boolean(),
  profileData: jsonObject.optional(),
});

/** The user as the contract shows it (2.1): absent values are left out, never null. */
export const userView = z.strictObject({
  user_id: z.string(),
  ...z.object(profile).partial().shape,
  email: z.string().optional(),
  username: z.string().optional(),
  phone_number: z.string().optional(),
  name: z.string().optional(),
  nickname: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  picture: z.string().optional(),
  identities: z.array(identity),
  user_metadata: jsonObject.optional(),
  app_metadata: jsonObject.optional(),
  last_password_reset: z.string().optional(),
  created_at: z.string(),
  updated_at: z.string(),
  last_login: z.string().optional(),
  last_ip: z.string().optional(),
  logins_count: z.number().optional(),
  multifactor: z.array(z.string()).optional(),
  multifactor_last_modified: z.string().optional(),
});

/** Body of `POST /api/v2/users/{id}/identities` (2.7): whom, by their id, or by an ID token of theirs. */
export const linkInput = z
  .strictObject({
    provider: printable.max(128).optional(),
    /** Bare or with the provider before it. */
    user_id: z.union([printable.max(512), z.number().int().transform(String)]).optional(),
    connection_id: printable.max(128).optional(),
    link_with: z.string().min(1).max(16_384).optional(),
  })
  .superRefine(({ link_with, ...named }, issues) => {
    const [beside] = Object.keys(named);
    const missing = (['provider', 'user_id'] as const).find((name) => named[name] === undefined);
    if (link_with !== undefined && beside !== undefined) {
      issues.addIssue({ code: 'custom', path: [beside], message: 'It does not go together with link_with' });
    } else if (link_with === undefined && missing !== undefined) {
      issues.addIssue({ code: 'custom', message: `Missing required property: ${missing}` });
    }
  });

export type CreateUserInput = z.input<typeof createUserInput>;
export type UpdateUserInput = z.input<typeof updateUserInput>;
export type ListUsersInput = z.input<typeof listUsersInput>;
export type UserView = z.infer<typeof userView>;

/** A user and the version it is at, which is its ETag. */
export type VersionedUser = { user: UserView; version: number };
