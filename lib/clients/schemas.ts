import { z } from 'zod';

export const appTypes = ['regular_web', 'spa', 'native', 'non_interactive'] as const;
export const grantTypes = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  'http://auth0.com/oauth/grant-type/password-realm',
] as const;
export const authMethods = ['none', 'client_secret_post', 'client_secret_basic'] as const;

/** An absolute address with a scheme that cannot run script; no fragment (RFC 6749 section 3.1.2). */
const redirectUrl = z
  .string()
  .max(2048)
  .refine((value) => {
    const url = URL.parse(value);
    return url !== null && !/^(javascript|data|vbscript|file|blob):$/.test(url.protocol) && url.hash === '';
  }, 'An address such as https://app.example.com/callback is needed, without a fragment');

/** Scheme, host and port, and nothing more. */
const origin = z
  .string()
  .max(512)
  .refine(
    (value) => URL.parse(value)?.origin === value,
    'An origin such as https://app.example.com is needed',
  );

/** At most 10 keys, keys and values to 255 characters (`reference/management-api.md` 3.2). */
const clientMetadata = z
  .record(z.string().min(1).max(255), z.string().max(255))
  .refine((value) => Object.keys(value).length <= 10, 'At most 10 keys are allowed');

const refreshToken = z.strictObject({
  rotation_type: z.enum(['rotating', 'non-rotating']),
  expiration_type: z.enum(['expiring', 'non-expiring']),
  token_lifetime: z.number().int().min(1).max(157_788_000),
  leeway: z.number().int().min(0).max(60),
});

const fields = {
  name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^<>]*$/, 'A name may not contain < or >'),
  token_endpoint_auth_method: z.enum(authMethods),
  grant_types: z.array(z.enum(grantTypes)).max(20),
  callbacks: z.array(redirectUrl).max(100),
  allowed_logout_urls: z.array(redirectUrl).max(100),
  allowed_origins: z.array(origin).max(100),
  web_origins: z.array(origin).max(100),
  client_metadata: clientMetadata,
  refresh_token: refreshToken,
  /** Seconds. */
  id_token_lifetime: z.number().int().min(60).max(2_592_000),
};

export const createClientInput = z.strictObject({
  ...z.object(fields).partial().shape,
  name: fields.name,
  app_type: z.enum(appTypes).default('regular_web'),
  client_id: z
    .string()
    .regex(/^[A-Za-z0-9]{16,64}$/)
    .optional(),
});

export const updateClientInput = z.strictObject(z.object(fields).partial().shape);

export const clientView = z.strictObject({
  client_id: z.string(),
  app_type: z.enum(appTypes),
  ...fields,
});

export type CreateClientInput = z.input<typeof createClientInput>;
export type UpdateClientInput = z.input<typeof updateClientInput>;
export type ClientView = z.infer<typeof clientView>;

/** A client with its secret in clear, as creation and rotation alone return it. Null for a public client. */
export type ClientWithSecret = ClientView & { client_secret: string | null };
