import { resolve } from 'node:path';
import { z } from 'zod';
import { isHostEntry } from './host-entry';

const flag = z
  .enum(['0', '1', 'false', 'true'], { error: 'must be 0 or 1' })
  .transform((value) => value === '1' || value === 'true');

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://id.example.com', abort: true })
  .refine((value) => new URL(value).pathname === '/' && !/[?#]/.test(value), {
    error: 'must be an address without a path, such as https://id.example.com',
  })
  .transform((value) => new URL(value).origin);

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'must be a port number from 1 to 65535' })
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, { error: 'must be a port number from 1 to 65535' });

const positive = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, { error: 'must be a whole number from 1' })
  .transform(Number);

const count = (minimum: number, maximum: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, { error });
};

/** Host names (`*.example.com` for all below), addresses and ranges, divided by commas. */
const hosts = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .refine((entries) => entries.every(isHostEntry), {
    error: 'must be host names, addresses or ranges such as api.example.com, *.example.com, 10.0.0.0/8',
  });

const secretKey = z
  .string()
  .refine((value) => /^[A-Za-z0-9+/_-]{43}=?$/.test(value) && Buffer.from(value, 'base64').length === 32, {
    error: 'must be 32 random bytes in base64, such as `openssl rand -base64 32` prints',
  });

const shape = {
  PORT: port.default(3000).describe('Port to listen on.'),
  ANNEX_URL: origin
    .optional()
    .describe('Public address. The issuer of all tokens is made from it. Default: `http://localhost:PORT`.'),
  ANNEX_HTTPS: flag
    .default(false)
    .describe('`1` serves https on localhost with a generated certificate, as `--https` does.'),
  ANNEX_DATA_DIR: z
    .string()
    .default('.annex')
    .transform((value) => resolve(value))
    .describe('Folder for the embedded database, the secret key and the certificate.'),
  ANNEX_API_BURST: positive
    .default(2000)
    .describe('Calls of the Management API that one application or user may make at once.'),
  ANNEX_API_RATE: positive
    .default(500)
    .describe('Calls a second that an application or user may make for long; more are answered 429.'),
  ANNEX_TRUSTED_PROXIES: z
    .string()
    .regex(/^\d$/, { error: 'must be a number from 0 to 9' })
    .transform(Number)
    .default(0)
    .describe(
      'How many reverse proxies stand in front; the caller’s address is read past that many of them.',
    ),
  ANNEX_IMPORT_MAX_MB: count(1, 100_000)
    .default(512)
    .describe('Largest file of an import through the API, in MB as it is sent (it may be gzip).'),
  ANNEX_JOBS_KEEP_HOURS: count(1, 8760)
    .default(24)
    .describe('How long a job that has ended, with its errors or its export, can be read.'),
  ANNEX_RULES_CODE_KB: count(1, 500).default(100).describe('Code of one rule or Action.'),
  ANNEX_RULES_PIPELINE_KB: count(1, 20_480)
    .default(2_000)
    .describe('Code of all rules of a sign-in, or of all Actions of a trigger, together.'),
  ANNEX_RULES_CONFIGS: count(0, 10_000)
    .default(100)
    .describe('How many configuration values there may be. More of them stay, and none can be added.'),
  ANNEX_RULES_CONFIG_KB: count(1, 500).default(16).describe('How large each of them may be.'),
  ANNEX_ACTION_SECRETS: count(0, 1_000).default(30).describe('How many secrets an Action may have.'),
  ANNEX_ACTION_SECRET_CHARS: count(1, 65_536)
    .default(4_096)
    .describe('How many characters each of them may have.'),
  ANNEX_RULES_SECONDS: count(1, 120)
    .default(20)
    .describe('How long all rules of a sign-in, or all Actions of a trigger, may take together.'),
  ANNEX_RULES_CPU_MS: count(50, 60_000)
    .default(4_000)
    .describe('How long they may use the processor in all; a quarter of it without a pause.'),
  ANNEX_RULES_MEMORY_MB: count(32, 4_096)
    .default(128)
    .describe(
      'Heap of one process that runs rules and Actions. The process may take four times as much in all.',
    ),
  ANNEX_RULES_OUTPUT_KB: count(16, 5_120)
    .default(1_024)
    .describe('How large the user, the context and one request of theirs may be, each as JSON.'),
  ANNEX_RULES_CALLS: count(0, 1_000)
    .default(50)
    .describe('Calls of `auth0.users` and of the Management API that they may make in one sign-in.'),
  ANNEX_RULES_REQUESTS: count(0, 1_000)
    .default(50)
    .describe('HTTP requests that they may make in one sign-in.'),
  ANNEX_RULES_TRAFFIC_KB: count(0, 65_536)
    .default(8_192)
    .describe('What these requests and their answers may weigh together.'),
  ANNEX_RULES_TIMERS: count(0, 100_000).default(1_000).describe('Timers that they may set in one sign-in.'),
  ANNEX_RULES_LOG_LINES: count(0, 100_000)
    .default(1_000)
    .describe('Lines of console output that are kept of one run.'),
  ANNEX_RULES_LOG_KB: count(1, 4_096).default(256).describe('What these lines may weigh together.'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be an address such as postgres://user:password@host/db',
    })
    .optional()
    .describe('An existing PostgreSQL 15 or newer. When set, no embedded database is started.'),
  ANNEX_ADMIN_EMAIL: z
    .email({ error: 'must be an email address' })
    .optional()
    .describe('Email of the first administrator, made at the start when there is none.'),
  ANNEX_ADMIN_PASSWORD: z
    .string()
    .min(8, { error: 'must have at least 8 characters' })
    .optional()
    .describe('Password of the first administrator.'),
  ANNEX_SECRET_KEY: secretKey
    .optional()
    .describe(
      '32 bytes in base64 that encrypt secrets at rest. Default: made once in `ANNEX_DATA_DIR/secret.key`.',
    ),
  ANNEX_EGRESS_ALLOW: hosts.describe(
    'When set, the only hosts that rules, Actions and scripts may call: names (`*.example.com` for all below), addresses and ranges, divided by commas.',
  ),
  ANNEX_EGRESS_DENY: hosts.describe('Hosts that rules, Actions and scripts may not call.'),
  ANNEX_EGRESS_INTERNAL: hosts.describe(
    'Hosts inside of your network that rules, Actions and scripts may call; all others that are not public are refused.',
  ),
  ANNEX_LOG_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a number of days' })
    .transform(Number)
    .default(90)
    .describe('How many days log events are kept. `0` keeps them for ever.'),
  CHROMIUM_PATH: z
    .string()
    .optional()
    .describe('Browser for the end-to-end tests. Default: the first one found.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info')
    .describe('How much is logged.'),
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'must be development, production or test' })
    .default('development')
    .describe('Set by `npm start` and `npm run dev`.'),
};

const schema = z.object(shape).superRefine((value, check) => {
  if (value.ANNEX_ADMIN_EMAIL && !value.ANNEX_ADMIN_PASSWORD) {
    check.addIssue({
      code: 'custom',
      path: ['ANNEX_ADMIN_PASSWORD'],
      message: 'must be set with ANNEX_ADMIN_EMAIL',
    });
  }
});

/** The settings of this process. Addresses have no trailing slash; folders are absolute. */
export type Env = Omit<z.output<typeof schema>, 'ANNEX_URL'> & { ANNEX_URL: string };

/** A setting cannot be used. `message` has one sentence for each, fit to be shown as it is. */
export class InvalidEnvironment extends Error {
  override name = 'InvalidEnvironment';
}

/** Reads settings from `source`; an empty value counts as not set. Throws InvalidEnvironment. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
    throw new InvalidEnvironment(sentences.join('\n'));
  }
  const { PORT, ANNEX_HTTPS, ANNEX_URL } = parsed.data;
  return {
    ...parsed.data,
    ANNEX_URL: ANNEX_URL ?? new URL(`${ANNEX_HTTPS ? 'https' : 'http'}://localhost:${PORT}`).origin,
  };
}

let current: Env | undefined;

/** The settings of this process, read once at the first call. Throws InvalidEnvironment. */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}

/** Next would tell its makers of each development build and start; Annex tells nobody anything. */
export function disableTelemetry(): void {
  process.env.NEXT_TELEMETRY_DISABLED = '1';
}

/** A copy of the whole environment, for a child process that needs what this one has (PATH, TMPDIR …). */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}

export type SettingRow = { name: string; default: string; description: string };

function defaultOf(type: z.ZodType): string {
  if (type instanceof z.ZodPipe && type.in instanceof z.ZodType) return defaultOf(type.in);
  if (!(type instanceof z.ZodDefault)) return '';
  return type.def.defaultValue === false ? '0' : String(type.def.defaultValue);
}

/** The table of settings for the README. */
export const settingRows: SettingRow[] = Object.entries(shape).map(([name, type]) => ({
  name,
  default: defaultOf(type),
  description: type.description ?? '',
}));
