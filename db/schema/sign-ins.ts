import { boolean, index, json, jsonb, pgTable, real, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment } from './columns';

/** A rule or an Action that had its turn. */
export type RecordedStep = {
  kind: 'rule' | 'action';
  id: string;
  name: string;
  /** Of a rule as in `rule_versions`; of an Action, the number of its deployed version. */
  version: number;
  duration_ms: number;
};

export type RecordedLine = { step_id: string; level: string; text: string };

/** Metadata that was written, and by whom; Actions write together, at their end. */
export type RecordedPatch = {
  step_ids: string[];
  user_id: string;
  bag: 'user_metadata' | 'app_metadata';
  patch: JsonObject;
};

export type RecordedError = {
  name: string;
  message: string;
  step_id?: string;
  step_name?: string;
  line?: number;
  column?: number;
};

/** What rules, or Actions, did in one sign-in: told by whoever runs them, without any configuration value or secret. */
export type StepsTrace = {
  result: 'continue' | 'deny' | 'error' | 'timeout';
  steps: RecordedStep[];
  logs: RecordedLine[];
  writes: RecordedPatch[];
  error?: RecordedError;
  /** Where the Actions went on behind a redirect: a `SuspendedLogin` of lib/actions without its execution. */
  suspended?: JsonObject;
};

/** Claims of one token: those of the profile alone, and those that were granted; null where none was. */
export type TokenChange = { before: JsonObject; after: JsonObject | null };

/** All that is kept of a sign-in; `login` is a `Login` of lib/rules with its moments as ISO 8601. */
export type SignInRecording = Omit<StepsTrace, 'result'> & {
  /** What the pipeline was given; absent where it was too large. */
  login?: JsonObject;
  /** It went on at an Action after a redirect: rules did not run. `suspended` is absent where it was too large. */
  resumed: boolean;
  id_token: TokenChange;
  access_token: TokenChange;
  /** Scopes that the pipeline put in the place of those granted. */
  scope?: string[];
  /** Where the person was sent, without the query. */
  redirect?: string;
};

/** One issuance of tokens that went through rules and Actions, kept for `sign_in_retention_days`. Holds no secret. */
export const signIns = pgTable(
  'sign_ins',
  {
    /** The login id: of the grant that it made, in history and in logs. */
    id: text('id').primaryKey(),
    at: moment('at').notNull(),
    userId: text('user_id').notNull(),
    /** E-mail address or user name, as it was. */
    userName: text('user_name'),
    clientId: text('client_id').notNull(),
    clientName: text('client_name').notNull(),
    connection: text('connection').notNull(),
    protocol: text('protocol').notNull(),
    /** `continue`, `redirect`, or why there were no tokens: `deny`, `error`, `timeout`. */
    result: text('result').$type<StepsTrace['result'] | 'redirect'>().notNull(),
    durationMs: real('duration_ms').notNull(),
    /** Ids of the rules and Actions that had their turn. */
    ran: jsonb('ran').$type<string[]>().notNull(),
    /** Something did not fit; where that is the input, the sign-in cannot be run again. */
    isCut: boolean('is_cut').notNull(),
    /** Text and not jsonb: it is written with every sign-in and read seldom. */
    recording: json('recording').$type<SignInRecording>().notNull(),
  },
  (t) => [
    index('sign_ins_at').on(t.at, t.id),
    index('sign_ins_user').on(t.userId, t.at),
    index('sign_ins_client').on(t.clientId, t.at),
  ],
);
