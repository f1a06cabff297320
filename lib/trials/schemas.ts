import { z } from 'zod';
import type { Json } from '@/db/schema/columns';
import { maxScriptBytes } from '@/lib/rules/schemas';
import { jsonObject } from '@/lib/users/schemas';

const script = z
  .string()
  .refine((text) => new Blob([text]).size <= maxScriptBytes, `A rule may have ${maxScriptBytes} bytes`);
const text = z.string().max(1000);

/** Any value of JSON. `z.json()` is recursive, which the OpenAPI document cannot be. */
const jsonValue = z
  .custom<Json>((value) => jsonObject.safeParse({ value }).success, 'Expected a JSON value')
  .meta({ type: ['string', 'number', 'boolean', 'object', 'array', 'null'] });

/** What a script may reach: nothing, the answers of `stubs`, or what a real sign-in may. */
export const networks = ['off', 'stub', 'allow'] as const;

/** An answer to requests of a script. The first that fits is given. */
export const stub = z.strictObject({
  method: z.string().max(20).optional(),
  /** The whole address, or its beginning with a * behind. */
  url: z.string().min(1).max(2000),
  status: z.number().int().min(100).max(599).default(200),
  headers: z.record(z.string().max(200), z.string().max(2000)).default({}),
  /** Text, or a value that is sent as JSON. */
  body: jsonValue.default(''),
});
export type Stub = z.output<typeof stub>;

export const protocols = [
  'oidc-basic-profile',
  'oauth2-refresh-token',
  'oauth2-password',
  'redirect-callback',
] as const;

/** What of the surroundings a trial may set. */
export const surroundings = {
  /** Values laid over those that the rules would see. */
  configuration: z.record(z.string().max(127), z.string().max(16 * 1024)).optional(),
  /** Whether rules see the tenant's real configuration values; otherwise each key reads as `test-<key>`. */
  use_configuration: z.boolean().default(false),
  network: z.enum(networks).default('off'),
  stubs: z.array(stub).max(100).default([]),
};

/** Whose sign-in a trial pretends: one of three. */
export const subject = {
  /** A user as stored now. */
  user_id: text.optional(),
  /** A made-up user, in the contract's shape. */
  user: jsonObject.optional(),
  /** A recorded sign-in, with everything that rules saw then. */
  sign_in_id: text.optional(),
  /** The application; of a recorded sign-in its own, else a made-up one, when it is left out. */
  client_id: text.optional(),
  protocol: z.enum(protocols).optional(),
  /** Members laid over the context that a real sign-in would have. */
  context: jsonObject.optional(),
};

type Subject = { user_id?: unknown; user?: unknown; sign_in_id?: unknown };
const hasOneSubject = ({ user_id, user, sign_in_id }: Subject) =>
  [user_id, user, sign_in_id].filter((given) => given !== undefined).length === 1;
export const oneSubject = 'Give one of user_id, user and sign_in_id';

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

const errorReport = z.strictObject({
  name: z.string(),
  message: z.string(),
  rule_id: z.string().optional(),
  rule_name: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
});

const tokenReport = z.strictObject({ before: jsonObject, after: jsonObject.nullable() });

export const testReport = z.strictObject({
  result: z.enum(['continue', 'deny', 'error', 'timeout', 'redirect']),
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
  /** HTTP requests, made, answered by stubs or refused, in order. */
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
  /** JavaScript heap of the executor afterwards; other runs share it. */
  heap_bytes: z.number().optional(),
});

const results = testReport.shape.result;

/** What is to come of a saved sign-in; what is left out may be anything. */
export const expectation = z
  .strictObject({
    result: results.optional(),
    /** Is contained in the message of the error. */
    error_message: z.string().min(1).max(2000).optional(),
    /** Members that the token's claims have, among others; null: this claim is not there. */
    id_token: jsonObject.optional(),
    access_token: jsonObject.optional(),
    /** All that is written for the user, put together; {} for nothing. */
    user_metadata: jsonObject.optional(),
    app_metadata: jsonObject.optional(),
    max_duration_ms: z.number().min(1).max(60_000).optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'Expect at least one thing');
export type Expectation = z.output<typeof expectation>;

const ruleTestMembers = {
  name: z.string().min(1).max(200),
  /** Whether the whole pipeline runs, with the rule in its place, or the rule alone. */
  pipeline: z.boolean().default(false),
  ...subject,
  configuration: surroundings.configuration,
  stubs: surroundings.stubs,
  expect: expectation,
};

/** A saved test of a rule. The network is off but for its stubs, and configuration values are its own. */
export const ruleTestInput = z.strictObject(ruleTestMembers).refine(hasOneSubject, oneSubject);

export const ruleTestView = z.strictObject({
  id: z.string(),
  rule_id: z.string(),
  ...ruleTestMembers,
  created_at: z.string(),
  updated_at: z.string(),
});

/** Which tests of the rule, and of which code: the draft of the editor, else the saved one. */
export const runRuleTestsInput = z.strictObject({
  script: script.optional(),
  test_ids: z.array(text).max(100).optional(),
});

export const ruleTestRun = z.strictObject({
  passed: z.number(),
  failed: z.number(),
  duration_ms: z.number(),
  results: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      passed: z.boolean(),
      /** One sentence for each expectation that was not met. */
      failures: z.array(z.string()),
      /** Absent where the test could not run, such as for a user who is gone. */
      report: testReport.optional(),
    }),
  ),
});

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
  result: results,
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

const stepName = { id: z.string(), name: z.string(), version: z.number() };
const claimChange = z.strictObject({
  token: z.enum(['id_token', 'access_token']),
  claim: z.string(),
  /** Absent: the claim was not there. */
  before: jsonValue.optional(),
  after: jsonValue.optional(),
});
const members = z.strictObject({ before: jsonObject, after: jsonObject });

/** Whence the value of a claim came. */
export const claimOrigin = z.union([
  z.strictObject({ kind: z.enum(['rule', 'action']), ...stepName }),
  z.strictObject({ kind: z.literal('profile') }),
  /** One of several Actions, which are not run again. */
  z.strictObject({ kind: z.literal('actions'), names: z.array(z.string()) }),
  /** The rules gave another value this time: they asked the network, the clock or chance. */
  z.strictObject({ kind: z.literal('unexplained') }),
]);

export const signInExplanation = z.strictObject({
  id: z.string(),
  /** The rules that ran, in the versions of then. */
  steps: z.array(
    z.strictObject({
      kind: z.enum(['rule', 'action']),
      ...stepName,
      claims: z.array(claimChange),
      /** Root members that it changed. */
      user: members.optional(),
      context: members.optional(),
      writes: testReport.shape.writes.optional(),
      /** Names of claims that no token carries. */
      dropped: z.array(z.string()).optional(),
      /** Why it ended the sign-in, or could not be run again. */
      problem: z.string().optional(),
    }),
  ),
  /** Claims of the tokens that were granted. */
  claims: z.array(
    z.strictObject({
      token: z.enum(['id_token', 'access_token']),
      claim: z.string(),
      value: jsonValue,
      origin: claimOrigin,
    }),
  ),
  /** Whether the rules did this time what the record says. */
  is_reproduced: z.boolean(),
  error: z
    .strictObject({
      name: z.string(),
      message: z.string(),
      step_id: z.string().optional(),
      step_name: z.string().optional(),
      line: z.number().optional(),
      column: z.number().optional(),
    })
    .optional(),
});

export type ClaimChange = z.output<typeof claimChange>;
export type ClaimOrigin = z.output<typeof claimOrigin>;
export type SignInExplanation = z.output<typeof signInExplanation>;
export type ReplayInput = z.input<typeof replayInput>;
export type ReplaySummary = z.output<typeof replaySummary>;
export type ReplayView = z.output<typeof replayView>;
export type ReplaySide = z.output<typeof replaySide>;
export type ReplayCaseSummary = z.output<typeof replayCaseSummary>;
export type ReplayCase = z.output<typeof replayCase>;
export type ReplayCaseFilter = z.input<typeof replayCaseFilter>;
export type RuleTestInput = z.input<typeof ruleTestInput>;
export type RuleTestView = z.output<typeof ruleTestView>;
export type RunRuleTestsInput = z.input<typeof runRuleTestsInput>;
export type RuleTestRun = z.output<typeof ruleTestRun>;
export type TestRuleInput = z.input<typeof testRuleInput>;
export type TestReport = z.infer<typeof testReport>;
