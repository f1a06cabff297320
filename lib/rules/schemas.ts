import { z } from 'zod';

/** Letters, digits, spaces and hyphens, beginning and ending with a letter or digit (`reference/rules.md` 1.1). */
export const ruleName = z
  .string()
  .max(255)
  .regex(
    /^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    'A rule name is letters, digits, spaces and hyphens, and begins and ends with a letter or digit',
  );

/** How large it may be is a setting (`assertCodeFits`). */
export const ruleScript = z
  .string()
  .min(1)
  .refine(
    (text) => text.isWellFormed() && !text.includes('\0'),
    'A rule may not contain U+0000 or an unpaired surrogate; write them as an escape',
  );

export const createRuleInput = z.strictObject({
  name: ruleName,
  script: ruleScript,
  order: z.number().int().min(0).max(1_000_000).optional(),
  enabled: z.boolean().default(true),
  stage: z.literal('login_success').default('login_success'),
});

export const updateRuleInput = z
  .strictObject({
    name: ruleName.optional(),
    script: ruleScript.optional(),
    order: z.number().int().min(0).max(1_000_000).optional(),
    enabled: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'At least one property is needed');

/** A draft: any text, since work on it may stop half-way. */
export const saveDraftInput = z.strictObject({
  script: ruleScript,
  base_version: z.number().int().min(1).optional(),
  /** The draft that the caller began from, where only that may be replaced; null: none. */
  expected_script: ruleScript.nullable().optional(),
});

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
/** How large it may be is a setting (`assertConfigurationFits`). */
export const ruleConfigValue = z.string();

export type CreateRuleInput = z.input<typeof createRuleInput>;
export type UpdateRuleInput = z.input<typeof updateRuleInput>;
export type SaveDraftInput = z.input<typeof saveDraftInput>;
export type RuleView = z.infer<typeof ruleView>;

/** A rule and the version it is at. */
export type VersionedRule = { rule: RuleView; version: number; updatedAt: string };
