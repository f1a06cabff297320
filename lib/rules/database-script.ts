import type { KnownConnection } from '@/lib/connections';
import { Forbidden } from '@/lib/errors';
import { liveFetch } from './network';
import { checkRule, getRunner, type HostCalls, type JsonObject } from './runner';

type DatabaseScript = {
  connection: KnownConnection;
  /** What `configuration` holds in the script. */
  configuration: Readonly<Record<string, string>>;
} & (
  | { name: 'login'; given: [email: string, password: string] }
  | { name: 'get_user'; given: [email: string] }
);

export type ScriptOutcome =
  | { kind: 'profile'; profile: JsonObject }
  /** The script knows nobody of this name, or the password is not theirs. */
  | { kind: 'nobody' }
  /** The script failed, or gave what is no profile; `message` is for the operator's log. */
  | { kind: 'failed'; message: string };

const noWrites = async () => {
  throw new Forbidden('auth0.users is not there in scripts of a database.');
};
const host: HostCalls = { updateUserMetadata: noWrites, updateAppMetadata: noWrites, fetch: liveFetch };

/** A rule that calls the script with its arguments and takes what it calls back with. `code` is one function. */
const asRule = (code: string) => `function (user, context, callback) {
  return (
${code}
  )(...user.given, function (error, profile) {
    callback(error, { profile: profile === undefined ? null : profile }, context);
  });
}`;

const failed = (message: string): ScriptOutcome => ({ kind: 'failed', message });

function outcomeOf({ profile }: JsonObject): ScriptOutcome {
  if (profile === null || profile === undefined || profile === false) return { kind: 'nobody' };
  if (typeof profile === 'object' && !Array.isArray(profile)) return { kind: 'profile', profile };
  return failed('The script gave a profile that is no object.');
}

/**
 * Runs a script of a database connection (`options.customScripts`, `reference/management-api.md` 8.2) in the executors
 * of the rules, under their limits and as far from everything. Never throws for what a script does.
 */
export async function runDatabaseScript(input: DatabaseScript): Promise<ScriptOutcome> {
  const { connection, configuration, name, given } = input;
  const script = connection.options.customScripts?.[name];
  if (!script?.trim()) return failed(`The connection ${connection.name} has no script ${name}.`);
  const parsed = checkRule(script);
  if (!parsed.ok)
    return failed(`The script ${name} is not one function (line ${parsed.line}): ${parsed.message}`);
  const result = await getRunner().runPipeline({
    runId: `${connection.id} ${name}`,
    lane: 'live',
    rules: [
      { id: connection.id, name: `${name} of ${connection.name}`, version: 0, script: asRule(parsed.code) },
    ],
    // `user_id` is whom the runner counts faults by.
    user: { user_id: given[0], given: [...given] },
    context: {},
    configuration,
    host,
  });
  if (result.kind === 'continue') return outcomeOf(result.user);
  const { error } = result;
  const isWrong = error.name === 'WrongUsernameOrPasswordError' || error.code === 'wrongusernameorpassword';
  return result.kind === 'deny' && isWrong ? { kind: 'nobody' } : failed(error.message);
}
