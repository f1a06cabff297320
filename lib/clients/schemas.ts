import { z } from 'zod';
import { encryptionKey, keptFields } from './kept-fields';
import { anyObject, originUrl, redirectUrl, refused, text } from './text';

/** Kinds that Annex treats each in its own way; others are kept as they are called. */
export const appTypes = ['regular_web', 'spa', 'native', 'non_interactive'] as const;
const otherAppTypes =
  'resource_server express_configuration rms box cloudbees concur dropbox mscrm echosign egnyte newrelic office365 salesforce sentry sharepoint slack springcm zendesk zoom sso_integration oag'.split(
    ' ',
  );

/** Ways to a token that Annex has. */
export const grantTypes = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  'http://auth0.com/oauth/grant-type/password-realm',
] as const;
/** Names of the contract that may be kept although there is no such way here. */
const otherGrantTypes = [
  'implicit',
  'http://auth0.com/oauth/grant-type/passwordless/otp',
  'http://auth0.com/oauth/grant-type/mfa-oob',
  'http://auth0.com/oauth/grant-type/mfa-otp',
  'http://auth0.com/oauth/grant-type/mfa-recovery-code',
  'http://auth0.com/oauth/legacy/grant-type/ro',
  'http://auth0.com/oauth/legacy/grant-type/ro/jwt-bearer',
  'http://auth0.com/oauth/legacy/grant-type/access_token',
  'http://auth0.com/oauth/legacy/grant-type/delegation/refresh_token',
  'http://auth0.com/oauth/legacy/grant-type/delegation/id_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:openid:params:grant-type:ciba',
  'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token',
];
export const authMethods = ['none', 'client_secret_post', 'client_secret_basic'] as const;

const metadataKey = text(255).min(1);
const metadataValue = text(255);

const lifetime = z.number().int().min(1).max(157_788_000);

const refreshToken = z.strictObject({
  rotation_type: z.enum(['rotating', 'non-rotating']),
  expiration_type: z.enum(['expiring', 'non-expiring']),
  token_lifetime: lifetime,
  infinite_token_lifetime: z.boolean(),
  idle_token_lifetime: lifetime,
  infinite_idle_token_lifetime: z.boolean(),
  leeway: z.number().int().min(0).max(3600),
  policies: z
    .array(z.strictObject({ audience: text(600), scope: z.array(text(280)).max(1000) }))
    .max(20)
    .nullish(),
});

const jwtConfiguration = z.strictObject({
  /** Seconds that an ID token lives. */
  lifetime_in_seconds: z.number().int().min(60).max(2_592_000),
  secret_encoded: z.boolean(),
  alg: z.enum(['RS256', 'HS256'], 'Annex signs ID tokens with RS256 or HS256').optional(),
  scopes: anyObject.optional(),
});

const fields = {
  name: text(255)
    .min(1)
    .regex(/^[^<>]*$/, 'A name may not contain < or >'),
  app_type: z.enum([...appTypes, ...otherAppTypes]),
  grant_types: z.array(z.enum([...grantTypes, ...otherGrantTypes])).max(20),
  callbacks: z.array(redirectUrl).max(100),
  allowed_logout_urls: z.array(redirectUrl).max(100),
  allowed_origins: z.array(originUrl).max(100),
  web_origins: z.array(originUrl).max(100),
  is_first_party: z.boolean(),
  sso_disabled: z.boolean(),
  is_token_endpoint_ip_header_trusted: z.boolean(),
  require_pushed_authorization_requests: z.boolean(),
};

const authMethod = z.enum(authMethods);
const certificates = refused('Annex does not offer authentication by client certificates');

const credentialPem = text(20_000);
/** When it ends, as a moment of ISO 8601. */
const expiresAt = z.iso
  .datetime({ offset: true })
  .refine((value) => new Date(value).getUTCFullYear() >= 2000, 'A moment of this millennium is needed');

/** A public key as an application gives it (`reference/management-api.md` 8.1). */
export const createCredentialInput = z.strictObject({
  credential_type: z.literal('public_key', 'Annex takes credentials of the type public_key'),
  name: text(128).optional(),
  /** SPKI, PKCS#1 or a certificate. */
  pem: credentialPem,
  alg: z.enum(['RS256', 'RS384', 'PS256']).default('RS256'),
  kid: z
    .string()
    .regex(/^[0-9a-zA-Z_-]{10,64}$/, 'A kid is 10 to 64 letters, digits, - and _')
    .optional(),
  expires_at: expiresAt.optional(),
  /** Whether the certificate's end is the credential's. */
  parse_expiry_from_cert: z.boolean().optional(),
});
export const updateCredentialInput = z.strictObject({ expires_at: expiresAt.nullable() });

export const credentialView = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  kid: z.string(),
  alg: z.enum(['RS256', 'RS384', 'PS256']),
  credential_type: z.literal('public_key'),
  created_at: z.string(),
  updated_at: z.string(),
  expires_at: z.string().optional(),
});

const privateKeyJwt = <T extends z.ZodType>(credential: T) =>
  z.strictObject({
    private_key_jwt: z.strictObject({ credentials: z.array(credential).min(1).max(10) }),
    tls_client_auth: certificates,
    self_signed_tls_client_auth: certificates,
  });

const clientSecret = z
  .string()
  .regex(/^[\x21-\x7e]{32,256}$/, 'A secret is 32 to 256 printable characters without spaces');

/** Null on any of these removes what is stored. */
const removable = Object.fromEntries(
  Object.entries(keptFields).map(([name, schema]) => [name, (schema as z.ZodType).nullish()]),
) as unknown as { [N in keyof typeof keptFields]: z.ZodOptional<z.ZodNullable<(typeof keptFields)[N]>> };

const writable = {
  ...z.object(fields).partial().shape,
  ...removable,
  token_endpoint_auth_method: authMethod.nullish(),
  jwt_configuration: jwtConfiguration.partial().optional(),
  refresh_token: refreshToken.partial().nullish(),
  addons: anyObject.nullish(),
  client_secret: clientSecret.optional(),
  encryption_key: encryptionKey.nullish(),
};

const tooManyKeys = 'At most 10 keys are allowed';

/** What a new application may say of itself. `client_id` is our extension: one that is moved here keeps its own. */
export const createClientInput = z.strictObject({
  ...writable,
  name: fields.name,
  client_id: z
    .string()
    .regex(/^[A-Za-z0-9]{16,64}$/, 'A client id is 16 to 64 letters and digits')
    .optional(),
  /** At most 10 keys, keys and values to 255 characters (`reference/management-api.md` 3.2). */
  client_metadata: z
    .record(metadataKey, metadataValue)
    .refine((value) => Object.keys(value).length <= 10, tooManyKeys)
    .optional(),
  /** Its credentials are made with it. */
  client_authentication_methods: privateKeyJwt(createCredentialInput).nullish(),
});

/** `client_metadata`, `jwt_configuration` and `refresh_token` are merged by key; everything else is replaced. */
export const updateClientInput = z.strictObject({
  ...writable,
  client_metadata: z
    .record(metadataKey, metadataValue.nullable())
    .refine((value) => Object.keys(value).length <= 20, tooManyKeys)
    .optional(),
  client_authentication_methods: privateKeyJwt(z.strictObject({ id: text(64) })).nullish(),
});

/** What the console asks for; the rest follows from the kind. */
export const createApplicationInput = z.strictObject({
  name: fields.name,
  app_type: z.enum(appTypes).default('regular_web'),
});

/** An application as the contract shows it. The last four are seen by who may read keys. */
export const clientView = z.strictObject({
  client_id: z.string(),
  tenant: z.string(),
  global: z.boolean(),
  ...fields,
  ...z.object(keptFields).partial().shape,
  app_type: fields.app_type.optional(),
  token_endpoint_auth_method: authMethod.optional(),
  client_metadata: z.record(z.string(), z.string()),
  jwt_configuration: jwtConfiguration,
  refresh_token: refreshToken,
  addons: anyObject.optional(),
  client_secret: z.string().optional(),
  encryption_key: encryptionKey.optional(),
  /** Certificates of the key that signs now. */
  signing_keys: z.array(z.strictObject({ cert: z.string(), pkcs7: z.string() })).optional(),
  client_authentication_methods: z
    .strictObject({
      private_key_jwt: z.strictObject({
        credentials: z.array(z.union([z.strictObject({ id: z.string() }), credentialView])),
      }),
    })
    .optional(),
});

/** What `read:client_summary` alone shows. */
export const summaryMembers = ['client_id', 'name', 'description', 'app_type'] as const;

export type CreateClientInput = z.input<typeof createClientInput>;
export type UpdateClientInput = z.input<typeof updateClientInput>;
export type ClientView = z.infer<typeof clientView>;
export type CreateCredentialInput = z.input<typeof createCredentialInput>;
export type UpdateCredentialInput = z.input<typeof updateCredentialInput>;
export type CredentialView = z.infer<typeof credentialView>;

/** A client with its secret in clear, as creation and rotation return it. Null for one that the console made public. */
export type ClientWithSecret = Omit<ClientView, 'client_secret'> & { client_secret: string | null };
