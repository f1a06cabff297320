import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';
import { script } from './rule-schemas';
import { errorReport, results, surroundings, text } from './trial-schemas';

/** How a sign-in differs with a draft. */
export const replayChanges = [
  /** It went on, and would be refused by a rule. */
  'denied',
  /** It was refused, and would go on. */
  'allowed',
  /** A rule would fail or run too long. */
  'failed',
  /** Claims or scopes of a token. */
  'claims',
  /** What is written to metadata. */
  'metadata',
  /** Where the person is sent. */
  'redirect',
  /** Twice as long, and 20 ms more at the least. */
  'slower',
] as const;
export type ReplayChange = (typeof replayChanges)[number];

export const maxReplayed = 10_000;
const last = z.strictObject({ last: z.number().int().min(1).max(maxReplayed) });
const found = z.strictObject({
  /** A search of users (`reference/user-search.md`); each is tried as somebody who signs in now. */
  q: z.string().max(10_000),
  client_id: text.optional(),
});

/**
 * A draft over many sign-ins: `script` in the place of `rule_id`, or as a new last rule, or `rule_id` alone as if it were
 * on. Compared with the live pipeline over the same input. Its configuration values are placeholders unless the real
 * ones are asked for; stubs answer its requests.
 */
export const replayInput = z
  .strictObject({
    script: script.optional(),
    rule_id: text.optional(),
    /** The newest recorded sign-ins, or the users of a search, 10,000 at most. */
    over: z.union([last, found]),
    use_configuration: surroundings.use_configuration,
    stubs: surroundings.stubs,
  })
  .refine(({ script, rule_id }) => script !== undefined || rule_id !== undefined, 'Give script or rule_id');

const durations = z.strictObject({ p50: z.number(), p95: z.number(), most: z.number() });

export const replaySummary = z.strictObject({
  /** Sign-ins that were tried so far. */
  total: z.number(),
  /** Those that would be the same. */
  same: z.number(),
  changes: z.strictObject({
    denied: z.number(),
    allowed: z.number(),
    failed: z.number(),
    claims: z.number(),
    metadata: z.number(),
    redirect: z.number(),
    slower: z.number(),
  }),
  /** How many of the others can be looked at, 1,000 at most. */
  cases: z.number(),
  /** Milliseconds that the pipeline took, without the draft and with it. */
  duration_ms: z.strictObject({ before: durations, after: durations }),
});

export const replayView = z.strictObject({
  id: z.string(),
  status: z.enum(['pending', 'running', 'completed', 'cancelled', 'failed']),
  percentage_done: z.number(),
  /** Why it failed. */
  reason: z.string().optional(),
  rule_id: z.string().optional(),
  over: z.union([last, found]),
  created_at: z.string(),
  ended_at: z.string().optional(),
  /** Absent before the first sign-ins have been tried. */
  summary: replaySummary.optional(),
});

/** One side of a case. */
export const replaySide = z.strictObject({
  result: z.enum(results),
  error: errorReport.optional(),
  id_token: jsonObject.nullable(),
  access_token: jsonObject.nullable(),
  /** Where a rule set the scopes. */
  scope: z.array(z.string()).optional(),
  user_metadata: jsonObject,
  app_metadata: jsonObject,
  redirect: z.string().optional(),
  duration_ms: z.number(),
  /** It was too large: claims and metadata are left out. */
  is_cut: z.boolean().optional(),
});

const replayCaseMembers = {
  position: z.number(),
  user_id: z.string(),
  user_name: z.string().optional(),
  sign_in_id: z.string().optional(),
  changes: z.array(z.enum(replayChanges)),
};
export const replayCaseSummary = z.strictObject(replayCaseMembers);
export const replayCase = z.strictObject({ ...replayCaseMembers, before: replaySide, after: replaySide });

export const replayCaseFilter = z.strictObject({
  change: z.enum(replayChanges).optional(),
  /** The `next` of the page before. */
  from: z.number().int().min(0).optional(),
  take: z.number().int().min(1).max(100).default(50),
});

export type ReplayInput = z.input<typeof replayInput>;
export type ReplaySummary = z.output<typeof replaySummary>;
export type ReplayView = z.output<typeof replayView>;
export type ReplaySide = z.output<typeof replaySide>;
export type ReplayCaseSummary = z.output<typeof replayCaseSummary>;
export type ReplayCase = z.output<typeof replayCase>;
export type ReplayCaseFilter = z.input<typeof replayCaseFilter>;
