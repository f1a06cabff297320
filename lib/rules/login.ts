import type { StepsTrace } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { asActor, type Context } from '@/lib/context';
import { env } from '@/lib/env';
import { type UpdateUserInput, updateUser } from '@/lib/users';
import { rulesAccessToken, rulesClient, wantsAccessToken } from './access-token';
import { liveRules } from './live-rules';
import type { Login, LoginContinues, LoginOutcome } from './login.types';
import { manage, rethrowWithStatus } from './management';
import { liveFetch } from './network';
import { decisionOf, readOutcome } from './outcome';
import { ruleContext } from './rule-context';
import { ruleUser, withoutOverlay } from './rule-user';
import { getRunner, type HostCalls, type Json, type RunInput, type RunnableRule } from './runner';
import { traceRules } from './trace-run';

type Written = NonNullable<LoginContinues['written']>;

/**
 * What `auth0.users.*` of a rule does in a real sign-in: the verb, with that rule as the actor. `note` is told the
 * metadata that the user who signs in then has.
 */
function liveHost(
  ctx: Context,
  login: Login,
  rules: readonly RunnableRule[],
  note: (written: Written) => void,
): HostCalls {
  const write = async (ruleId: string, userId: string, patch: UpdateUserInput): Promise<Json> => {
    const rule = rules.find(({ id }) => id === ruleId);
    if (!rule) throw new Error(`No rule ${ruleId} runs in this sign-in.`);
    const actor = {
      type: 'rule',
      ruleId,
      ruleName: rule.name,
      ruleVersion: rule.version,
      loginId: login.loginId,
      userId: login.user.userId,
    } as const;
    const acting = asActor(ctx, actor, 'rule');
    const written = updateUser(acting, userId, patch, { metadata: 'merge' });
    const { user } = await written.catch(rethrowWithStatus);
    const { user_metadata = {}, app_metadata = {} } = user;
    if (userId === login.user.userId) note({ user_metadata, app_metadata });
    return user as Json;
  };
  return {
    updateUserMetadata: (userId, patch, ruleId) => write(ruleId, userId, { user_metadata: patch }),
    updateAppMetadata: (userId, patch, ruleId) => write(ruleId, userId, { app_metadata: patch }),
    manage: (operation, args) => manage(asActor(ctx, rulesClient, 'rule'), operation, args),
    fetch: liveFetch,
  };
}

/** The `user` that the first rule sees. */
function givenUser({ user, stats, factors = [], carried }: Login): JsonObject {
  const multifactor: JsonObject = factors.includes('otp') ? { multifactor: ['guardian'] } : {};
  return { ...ruleUser(user, stats.loginsCount), ...multifactor, ...carried };
}

/** The pipeline's input but for the lane and what a write does. */
export function runInput(
  login: Login,
  rules: readonly RunnableRule[],
  configuration: Readonly<Record<string, string>>,
  accessToken?: string,
): Omit<RunInput, 'lane' | 'host'> {
  const issuer = `${env().ANNEX_URL}/`;
  return {
    runId: login.loginId,
    rules,
    configuration,
    user: givenUser(login),
    context: ruleContext(login, issuer),
    auth0: {
      domain: new URL(issuer).host,
      baseUrl: `${issuer}api/v2`,
      ...(accessToken === undefined ? {} : { accessToken }),
    },
  };
}

/** The `user` of a sign-in that no rule has changed: the source of the standard claims. */
export function signInUser(login: Login): JsonObject {
  return withoutOverlay(givenUser(login), login.user);
}

/**
 * Runs the enabled rules over a sign-in, once, and says what they decided (`reference/rules.md` 1.4, 1.8 to 1.12).
 * Writes that rules ask for are made at once, each with a version row naming rule, version and login; they stay when
 * the sign-in is denied. With no enabled rule it starts no executor. Never throws for what a rule does. `tell` hears
 * what the rules did, for the record of the sign-in.
 */
export async function runLoginRules(
  ctx: Context,
  login: Login,
  tell?: (trace: StepsTrace) => void,
): Promise<LoginOutcome> {
  const { rules, configuration } = await liveRules(ctx);
  const wantsToken = wantsAccessToken(rules.map(({ script }) => script));
  const input = runInput(login, rules, configuration, wantsToken ? await rulesAccessToken(ctx) : undefined);
  let written: Written | undefined;
  const host = liveHost(ctx, login, rules, (after) => {
    written = after;
  });
  const result = rules.length > 0 && (await getRunner().runPipeline({ ...input, lane: 'live', host }));
  if (result) tell?.(traceRules(result, rules, configuration));
  const outcome = result ? decisionOf(result) : readOutcome(input.user, input.context);
  if (outcome.kind === 'deny') return outcome;
  return {
    ...outcome,
    user: withoutOverlay(outcome.user, login.user),
    executedRules: rules.map(({ id }) => id),
    ...(written ? { written } : {}),
  };
}
