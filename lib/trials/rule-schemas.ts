import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';
import {
  errorReport,
  hasOneSubject,
  oneSubject,
  recordedCalls,
  recordedWrites,
  requestReport,
  results,
  savedTest,
  subject,
  surroundings,
  testRunOf,
  text,
  tokenReport,
} from './trial-schemas';

/** Code of a rule, which may be anything: what is none comes back as an error of the run. */
export const script = z.string();

/**
 * A try of `script` or of the saved `rule_id`, alone or in its place in the pipeline, or of the live pipeline as it is.
 * Nothing is written: what the rules would have stored comes back in `writes`.
 */
export const testRuleInput = z
  .strictObject({
    script: script.optional(),
    rule_id: text.optional(),
    /** Every enabled rule in order: `script` in the place of `rule_id`, or last; `rule_id` also while it is off. */
    pipeline: z.boolean().default(false),
    ...subject,
    ...surroundings,
  })
  .refine(hasOneSubject, oneSubject)
  .refine(
    ({ script, rule_id, pipeline }) => script !== undefined || rule_id !== undefined || pipeline,
    'Give script, rule_id or pipeline: true',
  );

export const testReport = z.strictObject({
  result: z.enum(results),
  error: errorReport.optional(),
  user: jsonObject,
  context: jsonObject,
  /** What the rules put on the tokens. */
  id_token: jsonObject,
  access_token: jsonObject,
  /** As the first rule saw them. */
  before: z.strictObject({ user: jsonObject, context: jsonObject }),
  /** All claims about the person, without rules and with them; null where there would be no token. */
  tokens: z.strictObject({ id_token: tokenReport, access_token: tokenReport }),
  /** The access token's scopes, where they were replaced. */
  scope: z.array(z.string()).optional(),
  writes: recordedWrites,
  calls: recordedCalls,
  requests: z.array(z.strictObject({ rule_id: z.string(), ...requestReport })),
  logs: z.array(
    z.strictObject({ rule_id: z.string(), rule_name: z.string(), level: z.string(), text: z.string() }),
  ),
  /** Claims that were dropped and warnings about what a token will not carry. */
  warnings: z.array(z.string()),
  rules: z.array(z.strictObject({ rule_id: z.string(), rule_name: z.string(), duration_ms: z.number() })),
  duration_ms: z.number(),
  /** JavaScript heap of the executor afterwards; other runs share it. */
  heap_bytes: z.number().optional(),
});

/** A saved test of a rule. The network is off but for its stubs, and configuration values are its own. */
export const ruleTestInput = z.strictObject(savedTest).refine(hasOneSubject, oneSubject);

export const ruleTestView = z.strictObject({
  id: z.string(),
  rule_id: z.string(),
  ...savedTest,
  created_at: z.string(),
  updated_at: z.string(),
});

/** Which tests of the rule, and of which code: the draft of the editor, else the saved one. */
export const runRuleTestsInput = z.strictObject({
  script: script.optional(),
  test_ids: z.array(text).max(100).optional(),
});

export const ruleTestRun = testRunOf(testReport);

export type RuleTestInput = z.input<typeof ruleTestInput>;
export type RuleTestView = z.output<typeof ruleTestView>;
export type RunRuleTestsInput = z.input<typeof runRuleTestsInput>;
export type RuleTestRun = z.output<typeof ruleTestRun>;
export type TestRuleInput = z.input<typeof testRuleInput>;
export type TestReport = z.infer<typeof testReport>;
