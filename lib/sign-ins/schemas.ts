import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';

export const signInResults = ['continue', 'deny', 'error', 'timeout', 'redirect'] as const;

/** Which sign-ins; all filters hold together. */
export const signInFilter = z.strictObject({
  user_id: z.string().max(1000).optional(),
  client_id: z.string().max(1000).optional(),
  /** A rule or Action that had its turn. */
  rule_id: z.string().max(100).optional(),
  result: z.enum(signInResults).optional(),
  /** The `next` of the page before. */
  from: z.string().max(200).optional(),
  take: z.number().int().min(1).max(100).default(50),
});

const stepView = z.strictObject({
  kind: z.enum(['rule', 'action']),
  id: z.string(),
  name: z.string(),
  version: z.number(),
  duration_ms: z.number(),
});

const errorView = z.strictObject({
  name: z.string(),
  message: z.string(),
  step_id: z.string().optional(),
  step_name: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
});

const summary = {
  id: z.string(),
  at: z.string(),
  result: z.enum(signInResults),
  user_id: z.string(),
  user_name: z.string().optional(),
  client_id: z.string(),
  client_name: z.string(),
  connection: z.string(),
  protocol: z.string(),
  duration_ms: z.number(),
  steps: z.array(stepView),
  logs: z.array(z.strictObject({ step_id: z.string(), level: z.string(), text: z.string() })),
  error: errorView.optional(),
  /** Something did not fit into what is kept of a sign-in. */
  is_cut: z.boolean(),
};

/** A sign-in in a list or a live log. */
export const signInSummary = z.strictObject(summary);

const tokenChange = z.strictObject({ before: jsonObject, after: jsonObject.nullable() });

/** A sign-in with all that is kept of it. */
export const signInDetail = z.strictObject({
  ...summary,
  /** As the first rule saw them; absent where they were too large to keep. */
  user: jsonObject.optional(),
  context: jsonObject.optional(),
  id_token: tokenChange,
  access_token: tokenChange,
  scope: z.array(z.string()).optional(),
  writes: z.array(
    z.strictObject({
      step_ids: z.array(z.string()),
      user_id: z.string(),
      bag: z.enum(['user_metadata', 'app_metadata']),
      patch: jsonObject,
    }),
  ),
  /** Where the person was sent, without the query. */
  redirect: z.string().optional(),
  /** It went on at an Action after a redirect: rules did not run. */
  resumed: z.boolean(),
  /** Whether rules can be run over it again: its input was kept, and it began with them. */
  can_rerun: z.boolean(),
  /** Whether Actions can, behind the rules or from where they went on. */
  can_rerun_actions: z.boolean(),
});

export type SignInFilter = z.input<typeof signInFilter>;
export type SignInSummary = z.infer<typeof signInSummary>;
export type SignInDetail = z.infer<typeof signInDetail>;
