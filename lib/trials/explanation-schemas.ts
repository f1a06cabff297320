import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';
import { jsonValue, recordedWrites } from './trial-schemas';

const stepName = { id: z.string(), name: z.string(), version: z.number() };
const claimChange = z.strictObject({
  token: z.enum(['id_token', 'access_token']),
  claim: z.string(),
  /** Absent: the claim was not there. */
  before: jsonValue.optional(),
  after: jsonValue.optional(),
  /** Where that value stood in what the step was given, such as `event.user.app_metadata.plan`; a few places. */
  same_value_at: z.array(z.string()).optional(),
});
const members = z.strictObject({ before: jsonObject, after: jsonObject });

/** Whence the value of a claim came. */
export const claimOrigin = z.union([
  z.strictObject({ kind: z.enum(['rule', 'action']), ...stepName }),
  z.strictObject({ kind: z.literal('profile') }),
  /** What had been decided when the person came back from where they had been sent. */
  z.strictObject({ kind: z.literal('earlier') }),
  /** One of several Actions that could not be run again. */
  z.strictObject({ kind: z.literal('actions'), names: z.array(z.string()) }),
  /** They gave another value this time: they asked the network, the clock or chance. */
  z.strictObject({ kind: z.literal('unexplained') }),
]);

export const signInExplanation = z.strictObject({
  id: z.string(),
  /** The rules and Actions that ran, in the versions of then. */
  steps: z.array(
    z.strictObject({
      kind: z.enum(['rule', 'action']),
      ...stepName,
      claims: z.array(claimChange),
      /** Root members that it changed. */
      user: members.optional(),
      context: members.optional(),
      writes: recordedWrites.optional(),
      /** What an Action asked of it; times in milliseconds. */
      session: jsonObject.optional(),
      refresh_token: jsonObject.optional(),
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
  /** Whether they did this time what the record says. */
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
