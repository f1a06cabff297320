import { z } from 'zod';
import { runnableTriggers } from '@/lib/actions/schemas';
import { jsonObject } from '@/lib/users/schemas';
import {
  type ExpectedPart,
  errorReport,
  expectedParts,
  hasOneSubjectAtMost,
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

/** Code of an Action, which may be anything: what is none comes back as an error of the run. */
export const actionCode = z.string();

/** What an Action finds besides its subject. */
const actionSurroundings = {
  /** Members laid over the event that a real sign-in would have. */
  event: jsonObject.optional(),
  /** The person comes back from where the Action sent them: its `onContinuePostLogin` is called, and those behind it. */
  resume: z
    .strictObject({
      /** What `api.redirect.validateToken` finds; else it checks the parameter of the request, as always. */
      payload: jsonObject.optional(),
    })
    .optional(),
  /** Values laid over the secrets of the Action that is tried. */
  secrets: z.record(z.string().max(128), z.string()).optional(),
};

/**
 * A try of `code`, or of the draft of `action_id`, alone or in its place among the bound Actions, of post-login behind
 * the enabled rules, or of the live pipeline as it is. Nothing is written.
 */
export const tryActionInput = z
  .strictObject({
    code: actionCode.optional(),
    action_id: text.optional(),
    /** That of `action_id`, else post-login, when it is left out. */
    trigger: z.enum(runnableTriggers).optional(),
    pipeline: z.boolean().default(false),
    ...subject,
    ...actionSurroundings,
    /** Whether Actions see their real secrets; otherwise each reads as `test-<name>`. Needs the right to deploy. */
    use_secrets: z.boolean().default(false),
    ...surroundings,
  })
  .refine(hasOneSubjectAtMost, oneSubject)
  .refine(
    ({ code, action_id, pipeline }) => code !== undefined || action_id !== undefined || pipeline,
    'Give code, action_id or pipeline: true',
  )
  .refine(
    ({ code, action_id, resume }) => !resume || code !== undefined || action_id !== undefined,
    'resume is for the Action that is tried: give code or action_id',
  );

const step = { step_id: z.string(), step_name: z.string() };

export const actionReport = z.strictObject({
  result: z.enum(results),
  error: errorReport.optional(),
  /** For whom it ran; absent where it was about nobody. */
  user_id: z.string().optional(),
  /** As the first Action saw it, without secrets; absent where no Action had its turn. */
  event: jsonObject.optional(),
  /** All that Actions asked for, in order; nothing of it was done. */
  commands: z.array(z.strictObject({ ...step, type: z.string(), args: jsonObject })),
  /** What rules and Actions put on the tokens. */
  id_token: jsonObject,
  access_token: jsonObject,
  /** All claims about the person, without the code and with it; null where there would be no token. */
  tokens: z.strictObject({ id_token: tokenReport, access_token: tokenReport }),
  /** The access token's scopes, where they were replaced. */
  scope: z.array(z.string()).optional(),
  /** Where the person would be sent. */
  redirect: z.string().optional(),
  writes: recordedWrites,
  /** Of the rules. */
  calls: recordedCalls,
  requests: z.array(z.strictObject({ step_id: z.string(), ...requestReport })),
  logs: z.array(z.strictObject({ ...step, level: z.string(), text: z.string() })),
  warnings: z.array(z.string()),
  /** Those that had their turn, in order. */
  steps: z.array(
    z.strictObject({
      kind: z.enum(['rule', 'action']),
      id: z.string(),
      name: z.string(),
      duration_ms: z.number(),
    }),
  ),
  duration_ms: z.number(),
  heap_bytes: z.number().optional(),
});

/** What a run of each trigger can leave, of which a saved test may expect something. */
export const partsOfTrigger: Record<(typeof runnableTriggers)[number], readonly ExpectedPart[]> = {
  'post-login': expectedParts,
  'credentials-exchange': ['access_token', 'scope'],
  'pre-user-registration': ['user_metadata', 'app_metadata'],
  'post-user-registration': [],
  'post-change-password': [],
};

const actionTestMembers = { ...savedTest, ...actionSurroundings };

/**
 * A saved test of an Action; what it can be about, its trigger says (`assertSuits`). The network is off but for its
 * stubs, and secrets and configuration values are its own.
 */
export const actionTestInput = z.strictObject(actionTestMembers).refine(hasOneSubjectAtMost, oneSubject);

export const actionTestView = z.strictObject({
  id: z.string(),
  action_id: z.string(),
  ...actionTestMembers,
  created_at: z.string(),
  updated_at: z.string(),
});

/** Which tests of the Action, and of which code: the given one, else its draft. */
export const runActionTestsInput = z.strictObject({
  code: actionCode.optional(),
  test_ids: z.array(text).max(100).optional(),
});

export const actionTestRun = testRunOf(actionReport);

export type TryActionInput = z.input<typeof tryActionInput>;
export type ActionReport = z.output<typeof actionReport>;
export type ActionTestInput = z.input<typeof actionTestInput>;
export type ActionTestView = z.output<typeof actionTestView>;
export type RunActionTestsInput = z.input<typeof runActionTestsInput>;
export type ActionTestRun = z.output<typeof actionTestRun>;
