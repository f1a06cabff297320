import { z } from 'zod';
import type { Json } from '@/db/schema/columns';
import { jsonObject } from '@/lib/users/schemas';

/** An id or another short text. */
export const text = z.string().max(1000);

/** Any value of JSON. `z.json()` is recursive, which the OpenAPI document cannot be. */
export const jsonValue = z
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
  configuration: z.record(z.string().max(127), z.string()).optional(),
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

type Given = { user_id?: unknown; user?: unknown; sign_in_id?: unknown };
const subjects = ({ user_id, user, sign_in_id }: Given) =>
  [user_id, user, sign_in_id].filter((given) => given !== undefined).length;
/** Whether a sign-in is named, and one only. */
export const hasOneSubject = (given: Given) => subjects(given) === 1;
/** The same where what runs may be about nobody. */
export const hasOneSubjectAtMost = (given: Given) => subjects(given) <= 1;
export const oneSubject = 'Give one of user_id, user and sign_in_id';

export const results = ['continue', 'deny', 'error', 'timeout', 'redirect'] as const;

/** What went wrong, and where: `rule_id` in trials of rules, `step_id` in those of Actions, before which rules run. */
export const errorReport = z.strictObject({
  name: z.string(),
  message: z.string(),
  rule_id: z.string().optional(),
  rule_name: z.string().optional(),
  step_id: z.string().optional(),
  step_name: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
});

/** All claims about the person, without the code and with it; null where there would be no token. */
export const tokenReport = z.strictObject({ before: jsonObject, after: jsonObject.nullable() });

/** What would have been stored, in order. */
export const recordedWrites = z.array(
  z.strictObject({
    user_id: z.string(),
    bag: z.enum(['user_metadata', 'app_metadata']),
    patch: jsonObject,
  }),
);

/** Calls of `ManagementClient`, in order; those that change something were not made. */
export const recordedCalls = z.array(z.strictObject({ operation: z.string(), args: jsonObject }));

/** An HTTP request, made, answered by a stub or refused. */
export const requestReport = {
  method: z.string(),
  url: z.string(),
  outcome: z.enum(['pending', 'done', 'failed']),
  status: z.number().optional(),
  error: z.string().optional(),
  duration_ms: z.number(),
};

/** What is to come of a saved sign-in; what is left out may be anything. */
export const expectation = z
  .strictObject({
    result: z.enum(results).optional(),
    /** Is contained in the message of the error. */
    error_message: z.string().min(1).max(2000).optional(),
    /** The name of the error: of a refusal, the code that its caller gets. */
    error_name: z.string().min(1).max(200).optional(),
    /** Members that the token's claims have, among others; null: this claim is not there. */
    id_token: jsonObject.optional(),
    access_token: jsonObject.optional(),
    /** The access token's scopes, where the code decides over them, in any order. */
    scope: z.array(text).max(1000).optional(),
    /** All that is written for the user, put together; {} for nothing. */
    user_metadata: jsonObject.optional(),
    app_metadata: jsonObject.optional(),
    max_duration_ms: z.number().min(1).max(60_000).optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'Expect at least one thing');
export type Expectation = z.output<typeof expectation>;

/** Members of an expectation about what not every run can leave. */
export const expectedParts = ['id_token', 'access_token', 'scope', 'user_metadata', 'app_metadata'] as const;
export type ExpectedPart = (typeof expectedParts)[number];

/** Of a saved test, whatever it is a test of. */
export const savedTest = {
  name: z.string().min(1).max(200),
  /** Whether the whole pipeline runs, with the code in its place, or the code alone. */
  pipeline: z.boolean().default(false),
  ...subject,
  configuration: surroundings.configuration,
  stubs: surroundings.stubs,
  expect: expectation,
};

/** How the saved tests of a rule or an Action went. */
export function testRunOf<T extends z.ZodType>(report: T) {
  return z.strictObject({
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
        report: report.optional(),
      }),
    ),
  });
}

export type TrialResultKind = (typeof results)[number];
export type TokenReport = z.output<typeof tokenReport>;
export type RecordedWrite = z.output<typeof recordedWrites>[number];
export type RecordedCall = z.output<typeof recordedCalls>[number];
