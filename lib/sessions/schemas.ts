import { z } from 'zod';

const time = z.string();

export const maxMetadataKeys = 25;

export const metadataKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Control characters are not allowed');

export const metadataValue = z
  .string()
  .max(255)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'U+0000 is not allowed');

/** At most 25 keys, keys and values to 255 characters (`reference/management-api.md` 3.2). Null removes all. */
const metadata = z
  .record(z.string().min(1).max(255), metadataValue)
  .refine((value) => Object.keys(value).length <= maxMetadataKeys, 'At most 25 keys are allowed')
  .refine(
    (value) => Object.keys(value).every((key) => /^[^\p{Cc}\p{Cs}]*$/u.test(key)),
    'Control characters are not allowed',
  );

const device = z.strictObject({
  initial_ip: z.string().nullable(),
  initial_user_agent: z.string().nullable(),
  last_ip: z.string().nullable(),
  last_user_agent: z.string().nullable(),
});

/** A browser's session (`reference/management-api.md` 2.9). */
export const sessionView = z.strictObject({
  id: z.string(),
  user_id: z.string(),
  created_at: time,
  updated_at: time,
  authenticated_at: time,
  idle_expires_at: time,
  expires_at: time,
  last_interacted_at: time,
  device,
  clients: z.array(z.strictObject({ client_id: z.string() })),
  authentication: z.strictObject({
    methods: z.array(z.strictObject({ name: z.string(), timestamp: time })),
  }),
  cookie: z.strictObject({ mode: z.enum(['persistent', 'non-persistent']) }),
  session_metadata: metadata.nullable(),
});

export const updateSessionInput = z.strictObject({ session_metadata: metadata.nullable().optional() });

/** A refresh token, which is the family of those that were exchanged for each other. Nulls are the contract's. */
export const refreshTokenView = z.strictObject({
  id: z.string(),
  user_id: z.string(),
  created_at: time,
  idle_expires_at: time.nullable(),
  expires_at: time.nullable(),
  device,
  client_id: z.string(),
  session_id: z.string().nullable(),
  rotating: z.boolean(),
  resource_servers: z.array(z.strictObject({ audience: z.string(), scopes: z.string() })),
  refresh_token_metadata: metadata.nullable(),
  last_exchanged_at: time.nullable(),
});

export const updateRefreshTokenInput = z.strictObject({
  refresh_token_metadata: metadata.nullable().optional(),
});

const id = z.string().min(1).max(255);

/** What to revoke: these tokens, or those of a user or an application, the latter for one API. */
export const revokeRefreshTokensInput = z
  .strictObject({
    ids: z.array(id).min(1).max(100).optional(),
    user_id: id.optional(),
    client_id: id.optional(),
    audience: z.string().min(1).max(600).optional(),
  })
  .refine(
    ({ ids, user_id, client_id }) => ids !== undefined || user_id !== undefined || client_id !== undefined,
    'One of ids, user_id and client_id is needed',
  );

export const revokeAccessInput = z
  .strictObject({ session_id: id.optional(), preserve_refresh_tokens: z.boolean().optional() })
  .optional();

/** What a user let an application have of an API. */
export const userGrantView = z.strictObject({
  id: z.string(),
  clientID: z.string(),
  user_id: z.string(),
  audience: z.string().optional(),
  scope: z.array(z.string()),
});

export const deviceTypes = ['public_key', 'refresh_token', 'rotating_refresh_token'] as const;

export const deviceCredentialView = z.strictObject({
  id: z.string(),
  device_name: z.string().optional(),
  device_id: z.string().optional(),
  type: z.enum(deviceTypes),
  user_id: z.string(),
  client_id: z.string(),
});

const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Control characters are not allowed');

export const createDeviceCredentialInput = z.strictObject({
  device_name: line(255),
  device_id: line(255),
  type: z.literal('public_key'),
  value: line(8192),
  client_id: line(128),
});

export type SessionView = z.infer<typeof sessionView>;
export type UpdateSessionInput = z.input<typeof updateSessionInput>;
export type RefreshTokenView = z.infer<typeof refreshTokenView>;
export type UpdateRefreshTokenInput = z.input<typeof updateRefreshTokenInput>;
export type RevokeRefreshTokensInput = z.input<typeof revokeRefreshTokensInput>;
export type RevokeAccessInput = z.input<typeof revokeAccessInput>;
export type UserGrantView = z.infer<typeof userGrantView>;
export type DeviceCredentialView = z.infer<typeof deviceCredentialView>;
export type CreateDeviceCredentialInput = z.input<typeof createDeviceCredentialInput>;
