import { z } from 'zod';
import { emailAddress, jsonObject } from '@/lib/users/schemas';

/** Names of the contract (`reference/management-api.md` 8.3). Those that Annex sends through: `sendingProviders`. */
export const providerNames = [
  'mailgun',
  'mandrill',
  'sendgrid',
  'resend',
  'ses',
  'sparkpost',
  'smtp',
  'azure_cs',
  'ms365',
  'custom',
] as const;

/** Services that take mail over SMTP with the very credentials that the contract has for them. */
export const sendingProviders = ['smtp', 'sendgrid', 'mandrill', 'sparkpost', 'resend', 'ses'] as const;

export type SendingProvider = (typeof sendingProviders)[number];

const providerName = z
  .enum(providerNames)
  .refine((name): name is SendingProvider => sendingProviders.some((known) => known === name), {
    error: `Annex sends through ${sendingProviders.join(', ')}; use smtp with the SMTP address of another service`,
  });

/** What may stand in a header or a protocol line: no control characters. */
const line = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'Control characters are not allowed');

const hostName = z
  .string()
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/,
    'A host name or an address is needed, without a scheme or a port',
  );

/** Members of every provider's credentials; `credentialsOf` says which of them a provider must have. */
export const providerCredentials = z.strictObject({
  smtp_host: hostName.optional(),
  smtp_port: z.number().int().min(1).max(65_535).optional(),
  smtp_user: line(255).optional(),
  smtp_pass: line(1024).optional(),
  api_key: line(1024).optional(),
  accessKeyId: line(128).optional(),
  secretAccessKey: line(256).optional(),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'A region such as eu-central-1 is needed')
    .nullable()
    .optional(),
});

/** `X-…` only: nothing that says from whom, to whom or what a mail is. */
const headers = z
  .record(
    z.string().regex(/^X-[A-Za-z0-9_-]{1,60}$/i, 'Only headers that begin with X- may be set'),
    z.union([line(2000), jsonObject]),
  )
  .refine((value) => Object.keys(value).length <= 20, 'At most 20 headers may be set');

export const providerSettings = z
  .strictObject({
    headers: headers.optional(),
    message: z
      .strictObject({
        configuration_set_name: line(64).optional(),
        view_content_link: z.boolean().optional(),
      })
      .optional(),
  })
  .nullable();

const providerFields = {
  enabled: z.boolean(),
  default_from_address: emailAddress,
  settings: providerSettings,
};

/** Body of `POST /emails/provider`. Closed. */
export const createProviderInput = z.strictObject({
  name: providerName,
  credentials: providerCredentials,
  ...z.object(providerFields).partial().shape,
});

/** Body of `PATCH /emails/provider`. Another `name` needs its own credentials; of the same one, those that change. */
export const updateProviderInput = z.strictObject({
  name: providerName.optional(),
  credentials: providerCredentials.optional(),
  ...z.object(providerFields).partial().shape,
});

/** The provider as the contract shows it: of the credentials only what is no secret. */
export const providerView = z.strictObject({
  name: z.string(),
  enabled: z.boolean(),
  default_from_address: z.string().optional(),
  credentials: z.strictObject({
    smtp_host: z.string().optional(),
    smtp_port: z.number().optional(),
    smtp_user: z.string().optional(),
    region: z.string().optional(),
  }),
  settings: providerSettings.optional(),
});

/** The 14 names of the contract (8.3). */
export const templateNames = [
  'verify_email',
  'verify_email_by_code',
  'auth_email_by_code',
  'reset_email',
  'reset_email_by_code',
  'welcome_email',
  'blocked_account',
  'stolen_credentials',
  'enrollment_email',
  'mfa_oob_code',
  'user_invitation',
  'change_password',
  'password_reset',
  'async_approval',
] as const;

export type TemplateName = (typeof templateNames)[number];

const templateFields = {
  body: z.string().max(200_000).nullable(),
  from: line(500).nullable(),
  subject: line(1000).nullable(),
  syntax: z.literal('liquid', 'The syntax is liquid').nullable(),
  resultUrl: line(2048).nullable(),
  /** Seconds; 0 is the default of five days. */
  urlLifetimeInSeconds: z.number().int().min(0).max(7_776_000).nullable(),
  includeEmailInRedirect: z.boolean(),
  enabled: z.boolean().nullable(),
};

/** Body of `POST /email-templates`, and of PUT with the name of the path. Closed. */
export const setTemplateInput = z.strictObject({
  template: z.enum(templateNames),
  ...z.object(templateFields).partial().shape,
});

/** Body of `PATCH /email-templates/{name}`. `template` may be repeated but not changed. */
export const updateTemplateInput = setTemplateInput.partial();

/** A stored template (8.3). What was never set is null. */
export const templateView = z.strictObject({
  template: z.enum(templateNames),
  body: z.string().nullable(),
  from: z.string().nullable(),
  subject: z.string().nullable(),
  syntax: z.string(),
  resultUrl: z.string().nullable(),
  urlLifetimeInSeconds: z.number().nullable(),
  includeEmailInRedirect: z.boolean(),
  enabled: z.boolean(),
});

export type ProviderCredentials = z.infer<typeof providerCredentials>;
export type ProviderSettings = z.infer<typeof providerSettings>;
export type CreateProviderInput = z.input<typeof createProviderInput>;
export type UpdateProviderInput = z.input<typeof updateProviderInput>;
export type ProviderView = z.infer<typeof providerView>;
export type SetTemplateInput = z.input<typeof setTemplateInput>;
export type UpdateTemplateInput = z.input<typeof updateTemplateInput>;
export type TemplateView = z.infer<typeof templateView>;

/** One line of the outbox. */
export type OutboxItem = {
  id: string;
  created_at: string;
  template: string;
  to: string;
  from: string;
  subject: string;
};

export type OutboxMail = OutboxItem & { html: string; text: string };

/** How mail leaves, for the console. */
export type ProviderState = { provider: ProviderView; confirmed: boolean };
