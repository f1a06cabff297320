import { asActor, type Context } from '@/lib/context';
import { env } from '@/lib/env';
import { type UpdateUserInput, updateUser } from '@/lib/users';
import { liveRules } from './live-rules';
import type { Login, LoginOutcome } from './login.types';
import { decisionOf, readOutcome } from './outcome';
import { ruleContext } from './rule-context';
import { ruleUser, withoutOverlay } from './rule-user';
import { getRunner, type HostCalls, type Json, type RunInput, type RunnableRule } from './runner';

/** What `auth0.users.*` of a rule does in a real sign-in: the verb, with that rule as the actor. */
function liveHost(ctx: Context, login: Login, rules: readonly RunnableRule[]): HostCalls {
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
    const { user } = await updateUser(asActor(ctx, actor, 'rule'), userId, patch, { metadata: 'merge' });
    return user as Json;
  };
  return {
    updateUserMetadata: (userId, patch, ruleId) => write(ruleId, userId, { user_metadata: patch }),
    updateAppMetadata: (userId, patch, ruleId) => write(ruleId, userId, { app_metadata: patch }),
  };
}

/** The pipeline's input but for the lane and what a write does. */
export function runInput(
  login: Login,
  rules: readonly RunnableRule[],
  configuration: Readonly<Record<string, string>>,
): Omit<RunInput, 'lane' | 'host'> {
  const issuer = `${env().ANNEX_URL}/`;
  return {
    runId: login.loginId,
    rules,
    configuration,
    user: { ...ruleUser(login.user, login.stats.loginsCount), ...login.carried },
    context: ruleContext(login, issuer),
    auth0: { domain: new URL(issuer).host, baseUrl: `${issuer}api/v2` },
  };
}

/**
 * Runs the enabled rules over a sign-in, once, and says what they decided (`reference/rules.md` 1.4, 1.8 to 1.12).
 * Writes that rules ask for are made at once, each with a version row naming rule, version and login; they stay when
 * the sign-in is denied. With no enabled rule it starts no executor. Never throws for what a rule does.
 */
export async function runLoginRules(ctx: Context, login: Login): Promise<LoginOutcome> {
  const { rules, configuration } = await liveRules(ctx);
  const input = runInput(login, rules, configuration);
  const outcome =
    rules.length === 0
      ? readOutcome(input.user, input.context)
      : decisionOf(
          await getRunner().runPipeline({ ...input, lane: 'live', host: liveHost(ctx, login, rules) }),
        );
  if (outcome.kind === 'deny') return outcome;
  return { ...outcome, user: withoutOverlay(outcome.user, login.user) };
}
