import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';
import { actionCode } from './action-schemas';
import { script } from './rule-schemas';
import { errorReport, networks, results, surroundings, text } from './trial-schemas';

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
  /** What is asked of the session or the refresh token. */
  'session',
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
 * A draft over many sign-ins, compared with the live pipeline over the same input. Of a rule: `script` in the place of
 * `rule_id`, or as a new last rule, or `rule_id` alone as if it were on. Of an Action: `code`, else the draft of
 * `action_id`, in its place or last. Configuration values and secrets are placeholders unless the real ones are asked
 * for; stubs answer requests, unless the network is off or allowed.
 */
export const replayInput = z
  .strictObject({
    script: script.optional(),
    rule_id: text.optional(),
    code: actionCode.optional(),
    action_id: text.optional(),
    /** The newest recorded sign-ins, or the users of a search, 10,000 at most. */
    over: z.union([last, found]),
    use_configuration: surroundings.use_configuration,
    /** Of Actions. Needs the right to deploy them. */
    use_secrets: z.boolean().default(false),
    network: z.enum(networks).default('stub'),
    stubs: surroundings.stubs,
  })
  .refine(
    (given) => isRuleReplay(given) !== isActionReplay(given),
    'Give script or rule_id, or code or action_id',
  );

type Tried = { script?: unknown; rule_id?: unknown; code?: unknown; action_id?: unknown };
const isRuleReplay = ({ script, rule_id }: Tried) => script !== undefined || rule_id !== undefined;
/** Whether it is about an Action, and not about a rule. */
export const isActionReplay = ({ code, action_id }: Tried): boolean =>
  code !== undefined || action_id !== undefined;

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
    /** Absent in replays of before it was looked at. */
    session: z.number().default(0),
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
  kind: z.enum(['rule', 'action']),
  rule_id: z.string().optional(),
  action_id: z.string().optional(),
  /** Of the code that is tried: whether it is about the draft of now. Hexadecimal. */
  code_sha256: z.string(),
  over: z.union([last, found]),
  use_configuration: z.boolean(),
  use_secrets: z.boolean(),
  network: z.enum(networks),
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
  /** What Actions ask of it; times in milliseconds. */
  session: jsonObject.optional(),
  refresh_token: jsonObject.optional(),
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

/** Which replays; those of rules and Actions, as far as the caller may read both. */
export const replayFilter = z.strictObject({
  rule_id: text.optional(),
  action_id: text.optional(),
  /** The `next` of the page before. */
  from: text.optional(),
  take: z.number().int().min(1).max(100).default(50),
});

/** The replay of exactly this code of a rule or Action. */
export const findReplayInput = z
  .strictObject({
    rule_id: text.optional(),
    script: script.optional(),
    action_id: text.optional(),
    code: actionCode.optional(),
  })
  .refine(
    ({ rule_id, script, action_id, code }) =>
      rule_id !== undefined && script !== undefined
        ? action_id === undefined && code === undefined
        : action_id !== undefined && code !== undefined && rule_id === undefined && script === undefined,
    'Give rule_id and script, or action_id and code',
  );

export type ReplayFilter = z.input<typeof replayFilter>;
export type FindReplayInput = z.input<typeof findReplayInput>;
export type ReplayInput = z.input<typeof replayInput>;
export type ReplaySummary = z.output<typeof replaySummary>;
export type ReplayView = z.output<typeof replayView>;
export type ReplaySide = z.output<typeof replaySide>;
export type ReplayCaseSummary = z.output<typeof replayCaseSummary>;
export type ReplayCase = z.output<typeof replayCase>;
export type ReplayCaseFilter = z.input<typeof replayCaseFilter>;
