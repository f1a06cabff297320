import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';

/** Letters, digits, spaces and hyphens, beginning and ending with a letter or digit (`reference/rules.md` 1.1). */
export const ruleName = z
  .string()
  .max(255)
  .regex(
    /^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    'A rule name is letters, digits, spaces and hyphens, and begins and ends with a letter or digit',
  );

/** Enough for Auth0's 100 kB of all rules together. */
export const maxScriptBytes = 100 * 1024;
const script = z
  .string()
  .min(1)
  .refine((text) => new Blob([text]).size <= maxScriptBytes, `A rule may have ${maxScriptBytes} bytes`)
  .refine(
    (text) => text.isWellFormed() && !text.includes('\0'),
    'A rule may not contain U+0000 or an unpaired surrogate; write them as an escape',
  );

export const createRuleInput = z.strictObject({
  name: ruleName,
  script,
  order: z.number().int().min(0).max(1_000_000).optional(),
  enabled: z.boolean().default(true),
  stage: z.literal('login_success').default('login_success'),
});

export const updateRuleInput = z
  .strictObject({
    name: ruleName.optional(),
    script: script.optional(),
    order: z.number().int().min(0).max(1_000_000).optional(),
    enabled: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'At least one property is needed');

export const ruleView = z.strictObject({
  id: z.string(),
  name: z.string(),
  script: z.string(),
  order: z.number(),
  enabled: z.boolean(),
  stage: z.string(),
});

/** 1 to 127 of the characters the reference lists (`reference/management-api.md` 4). */
export const ruleConfigKey = z
  .string()
  .regex(/^[A-Za-z0-9_\-@*+:]{1,127}$/, 'A key is 1 to 127 of A-Z a-z 0-9 _-@*+:');
export const ruleConfigValue = z.string().max(16 * 1024);

/**
 * A try of a draft (`script` in the place of `rule_id`, or alone) or of the whole pipeline, for one user and one
 * application. Nothing is written: what the rules would have stored comes back in `writes`.
 */
export const testRuleInput = z.strictObject({
  /** The draft's source; needed unless `scope` is `pipeline` and nothing is replaced. */
  script: z.string().max(maxScriptBytes).optional(),
  /** The saved rule that the draft belongs to. */
  rule_id: z.string().optional(),
  /** `alone`: only the draft. `pipeline`: every enabled rule in order, the draft in its place. */
  scope: z.enum(['alone', 'pipeline']),
  user_id: z.string(),
  client_id: z.string(),
  /** Members laid over the context that a real sign-in would have. */
  context: jsonObject.optional(),
  /** Whether rules see the tenant's real configuration values; otherwise each key reads as `test-<key>`. */
  use_configuration: z.boolean().default(false),
});

const position = { line: z.number().optional(), column: z.number().optional() };

export const testReport = z.strictObject({
  result: z.enum(['continue', 'deny', 'error', 'timeout', 'redirect']),
  error: z
    .strictObject({
      name: z.string(),
      message: z.string(),
      rule_id: z.string().optional(),
      rule_name: z.string().optional(),
      ...position,
    })
    .optional(),
  user: jsonObject,
  context: jsonObject,
  id_token: jsonObject,
  access_token: jsonObject,
  /** What the rules would have stored, in order. */
  writes: z.array(
    z.strictObject({
      user_id: z.string(),
      bag: z.enum(['user_metadata', 'app_metadata']),
      patch: jsonObject,
    }),
  ),
  /** Calls of `ManagementClient`, in order; those that change something were not made. */
  calls: z.array(z.strictObject({ operation: z.string(), args: jsonObject })),
  /** HTTP requests, in order. A test run has no network: each has failed. */
  requests: z.array(
    z.strictObject({
      rule_id: z.string(),
      method: z.string(),
      url: z.string(),
      outcome: z.enum(['pending', 'done', 'failed']),
      status: z.number().optional(),
      error: z.string().optional(),
      duration_ms: z.number(),
    }),
  ),
  logs: z.array(
    z.strictObject({ rule_id: z.string(), rule_name: z.string(), level: z.string(), text: z.string() }),
  ),
  /** Claims that were dropped and warnings about what a token will not carry. */
  warnings: z.array(z.string()),
  rules: z.array(z.strictObject({ rule_id: z.string(), rule_name: z.string(), duration_ms: z.number() })),
  duration_ms: z.number(),
});

export type CreateRuleInput = z.input<typeof createRuleInput>;
export type UpdateRuleInput = z.input<typeof updateRuleInput>;
export type TestRuleInput = z.input<typeof testRuleInput>;
export type RuleView = z.infer<typeof ruleView>;
export type TestReport = z.infer<typeof testReport>;

/** A rule and the version it is at. */
export type VersionedRule = { rule: RuleView; version: number; updatedAt: string };
