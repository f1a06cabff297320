import { z } from 'zod';

export const passwordPolicies = ['none', 'low', 'fair', 'good', 'excellent'] as const;

const maxScriptLength = 100 * 1024;
const whole = (minimum: number, maximum: number) => z.number().int().min(minimum).max(maximum);
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().optional();
const flags = <T extends string>(...names: T[]) =>
  z.strictObject(
    Object.fromEntries(names.map((name) => [name, z.boolean().optional()])) as Record<
      T,
      z.ZodOptional<z.ZodBoolean>
    >,
  );

const signupStatus = z.enum(['required', 'optional', 'inactive']).optional();
const verified = z.strictObject({ status: signupStatus, verification: flags('active').optional() });
const length = whole(1, 128).optional();

/** How people are known (flexible identifiers); excludes `requires_username` and `validation`. */
const attributes = z.strictObject({
  email: z
    .strictObject({
      identifier: z
        .strictObject({
          active: z.boolean().optional(),
          default_method: z.enum(['password', 'email_otp']).optional(),
        })
        .optional(),
      unique: z.boolean().optional(),
      profile_required: z.boolean().optional(),
      verification_method: z.enum(['link', 'code', 'otp']).optional(),
      signup: verified.optional(),
    })
    .refine(
      ({ unique, identifier }) => unique !== false || identifier?.active !== true,
      'An address that is not unique cannot be an identifier',
    )
    .optional(),
  phone_number: z
    .strictObject({
      identifier: z
        .strictObject({
          active: z.boolean().optional(),
          default_method: z.enum(['password', 'phone_otp']).optional(),
        })
        .optional(),
      profile_required: z.boolean().optional(),
      signup: verified.optional(),
    })
    .optional(),
  username: z
    .strictObject({
      identifier: z
        .strictObject({ active: z.boolean().optional(), default_method: z.enum(['password']).optional() })
        .optional(),
      profile_required: z.boolean().optional(),
      signup: z.strictObject({ status: signupStatus }).optional(),
      validation: z
        .strictObject({
          min_length: length,
          max_length: length,
          allowed_types: flags('email', 'phone_number').optional(),
        })
        .optional(),
    })
    .optional(),
});

const toggled = z.strictObject({ enabled: z.boolean().optional() });
const authenticationMethods = z.strictObject({
  password: z
    .strictObject({
      enabled: z.boolean().optional(),
      api_behavior: z.enum(['required', 'optional']).optional(),
      signup_behavior: z.enum(['allow', 'block']).optional(),
    })
    .optional(),
  passkey: toggled.optional(),
  email_otp: toggled.optional(),
  phone_otp: toggled.optional(),
});

const choice = z.enum(['allow', 'block']).optional();
const passwordOptions = z.strictObject({
  complexity: z
    .strictObject({
      min_length: whole(1, 72).optional(),
      character_types: z
        .array(z.enum(['uppercase', 'lowercase', 'number', 'special']))
        .max(4)
        .optional(),
      character_type_rule: z.enum(['all', 'three_of_four']).optional(),
      identical_characters: choice,
      sequential_characters: choice,
      max_length_exceeded: z.enum(['truncate', 'error']).optional(),
    })
    .optional(),
  history: z.strictObject({ active: z.boolean().optional(), size: whole(1, 24).optional() }).optional(),
  profile_data: z
    .strictObject({
      active: z.boolean().optional(),
      blocked_fields: z.array(z.string().max(100)).max(12).optional(),
    })
    .optional(),
  dictionary: z
    .strictObject({
      active: z.boolean().optional(),
      default: z.enum(['en_10k', 'en_100k']).optional(),
      custom: z.array(z.string().max(50)).max(200).optional(),
    })
    .optional(),
});

export const databaseScripts = [
  'login',
  'get_user',
  'create',
  'verify',
  'change_password',
  'delete',
  'change_email',
  'change_username',
  'change_phone_number',
] as const;

const customScripts = z.strictObject(
  Object.fromEntries(
    databaseScripts.map((name) => [name, z.string().max(maxScriptLength).optional()]),
  ) as Record<(typeof databaseScripts)[number], z.ZodOptional<z.ZodString>>,
);

const members = {
  attributes: attributes.optional(),
  authentication_methods: maybe(authenticationMethods),
  brute_force_protection: z.boolean().optional(),
  /** A value of null takes the key away. */
  configuration: maybe(z.record(z.string().min(1).max(255), z.string().max(8192).nullable())),
  customScripts: customScripts.optional(),
  disable_signup: z.boolean().optional(),
  disable_self_service_change_password: z.boolean().optional(),
  enable_script_context: z.boolean().optional(),
  enabledDatabaseCustomization: z.boolean().optional(),
  import_mode: z.boolean().optional(),
  mfa: flags('active', 'return_enroll_settings').optional(),
  non_persistent_attrs: maybe(z.array(z.string().max(255)).max(100)),
  passkey_options: maybe(
    z.strictObject({
      challenge_ui: z.enum(['both', 'autofill', 'button']).optional(),
      progressive_enrollment_enabled: z.boolean().optional(),
      local_enrollment_enabled: z.boolean().optional(),
    }),
  ),
  passwordPolicy: maybe(z.enum(passwordPolicies)),
  password_complexity_options: maybe(z.strictObject({ min_length: whole(1, 128).optional() })),
  password_history: maybe(z.strictObject({ enable: z.boolean(), size: whole(0, 24).optional() })),
  password_no_personal_info: maybe(z.strictObject({ enable: z.boolean() })),
  password_dictionary: maybe(
    z.strictObject({ enable: z.boolean(), dictionary: z.array(z.string().max(50)).max(200).optional() }),
  ),
  password_options: passwordOptions.optional(),
  precedence: z
    .array(z.enum(['email', 'phone_number', 'username']))
    .max(3)
    .optional(),
  realm_fallback: z.boolean().optional(),
  requires_username: z.boolean().optional(),
  strategy_version: whole(1, 2).optional(),
  validation: maybe(
    z.strictObject({ username: maybe(z.strictObject({ min: whole(1, 128), max: whole(1, 128) })) }),
  ),
};

type Members = { [name in keyof typeof members]?: unknown };

const legacyPasswordMembers = [
  'passwordPolicy',
  'password_complexity_options',
  'password_history',
  'password_no_personal_info',
  'password_dictionary',
] as const;

/** Pairs of which one excludes the other (`reference/management-api.md` 8.2). */
const exclusions: readonly [keyof Members, keyof Members][] = [
  ['attributes', 'requires_username'],
  ['attributes', 'validation'],
  ...legacyPasswordMembers.map((name) => ['password_options', name] as [keyof Members, keyof Members]),
];

const isGiven = (value: unknown) => value !== undefined && value !== null;

/**
 * `options` of a database connection as a request may give them. Members that the contract does not name are kept as
 * they are, as Auth0 keeps them.
 */
export const databaseOptionsInput = z.looseObject(members).superRefine((options, issues) => {
  const add = (path: PropertyKey[], message: string) => issues.addIssue({ code: 'custom', path, message });
  const clash = exclusions.find(([a, b]) => isGiven(options[a]) && isGiven(options[b]));
  if (clash) add([clash[0]], `${clash[0]} cannot be used together with ${clash[1]}`);
  const { attributes: known, validation } = options;
  if (known && !Object.values(known).some((attribute) => attribute?.identifier?.active)) {
    add(['attributes'], 'At least one identifier must be active');
  }
  const { min = 1, max = 128 } = validation?.username ?? {};
  if (min > max) add(['validation', 'username'], `min ${min} is greater than max ${max}`);
  const { min_length = 1, max_length = 128 } = known?.username?.validation ?? {};
  if (min_length > max_length) {
    add(['attributes', 'username', 'validation'], 'min_length is greater than max_length');
  }
});

export type DatabaseOptionsInput = z.output<typeof databaseOptionsInput>;

/** What a new database connection has where the request says nothing (recorded). */
export function withDefaults(given: DatabaseOptionsInput): DatabaseOptionsInput {
  return {
    mfa: { active: true, return_enroll_settings: true },
    ...(given.password_options ? {} : { passwordPolicy: 'good' }),
    strategy_version: 2,
    brute_force_protection: true,
    ...given,
  };
}

/** The options of a database connection as they decide, with what holds where nothing is stored. */
export type DatabaseOptions = DatabaseOptionsInput & {
  passwordPolicy: (typeof passwordPolicies)[number];
  requires_username: boolean;
  disable_signup: boolean;
  brute_force_protection: boolean;
};

/** How usernames are in a connection: lengths in characters. */
export type UsernameRules = { allowed: boolean; min: number; max: number };

type Name = 'email' | 'phone_number' | 'username';

/** Names that a new user must have; an e-mail address unless `attributes` say otherwise. */
export function requiredNames({ attributes: known, requires_username }: DatabaseOptionsInput): Name[] {
  if (!known) return requires_username ? ['email', 'username'] : ['email'];
  return (['email', 'phone_number', 'username'] as const).filter(
    (name) => known[name]?.profile_required === true || known[name]?.signup?.status === 'required',
  );
}

/** What `attributes`, or the older `requires_username` and `validation`, say of usernames. */
export function usernameRules({
  attributes: known,
  requires_username = false,
  validation,
}: DatabaseOptionsInput): UsernameRules {
  if (known) {
    const { min_length: min = 1, max_length: max = 128 } = known.username?.validation ?? {};
    return { allowed: known.username !== undefined, min, max };
  }
  const { min = 1, max = 128 } = validation?.username ?? {};
  return { allowed: requires_username, min, max };
}

/** Whether users of the connection have a password in Annex, and not in a database that only scripts reach. */
export function keepsPasswords(options: DatabaseOptionsInput): boolean {
  return !options.enabledDatabaseCustomization || options.import_mode === true;
}

/** Options that were checked when they were stored. */
export function decidingOptions(stored: DatabaseOptionsInput): DatabaseOptions {
  return {
    ...stored,
    passwordPolicy: stored.passwordPolicy ?? 'good',
    requires_username: requiredNames(stored).includes('username'),
    disable_signup: stored.disable_signup ?? false,
    brute_force_protection: stored.brute_force_protection ?? true,
  };
}
