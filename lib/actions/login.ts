import type { StepsTrace } from '@/db/schema';
import { asActor, type Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Login, LoginContinues } from '@/lib/rules';
import { updateUser } from '@/lib/users';
import { decideLogin, failedLogin } from './decide-login';
import { noTrace } from './executions';
import { liveActions } from './live-actions';
import type { LoginActions, SuspendedLogin } from './login.types';
import type { MetadataPatch } from './login-changes';
import { type Pass, passInput, startPass } from './login-pass';
import { runTrigger } from './run-trigger';
import { traceActions } from './trace-actions';

/** Writes the metadata that Actions asked for: one write, by them. Gives the reason when it cannot be stored. */
async function writeMetadata(
  ctx: Context,
  { login, chain }: Pass,
  { patch, askedBy }: MetadataPatch,
): Promise<string | null> {
  if (askedBy.length === 0) return null;
  const { userId } = login.user;
  const authors = askedBy.flatMap((index) => chain.actions[index] ?? []);
  const named = authors.map(({ id, name, version }) => ({ id, name, version }));
  const actor = { type: 'action', actions: named, loginId: login.loginId, userId } as const;
  try {
    await updateUser(asActor(ctx, actor, 'action'), userId, patch, { metadata: 'merge' });
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message;
    throw error;
  }
}

/** Runs the chain once. */
async function runPass(ctx: Context, pass: Pass, reach: Parameters<typeof passInput>[2]) {
  const { client, user, connection } = pass.login;
  const run = await runTrigger(ctx, {
    ...(await passInput(ctx, pass, reach)),
    execution: pass.execution,
    about: {
      clientId: client.clientId,
      clientName: client.name,
      connection: connection.name,
      userId: user.userId,
      userName: user.email ?? user.username,
    },
  });
  return { ...run, pass: { ...pass, execution: run.execution } };
}

/**
 * Runs the Actions bound to post-login over a sign-in that rules let through, once, and says what they decided
 * (`reference/rules.md` 2.1 to 2.3). Metadata that they ask for is written at the end in one write, also when they
 * deny or send the person away; an Action that fails denies, and then nothing is written. With `suspended` the chain
 * goes on at the Action that sent the person away. With no bound Action it does nothing at all.
 */
export async function runLoginActions(
  ctx: Context,
  login: Login,
  input: {
    before: LoginContinues | null;
    canRedirect: boolean;
    suspended?: SuspendedLogin | undefined;
    /** Under which the person came back. */
    state?: string | undefined;
    /** Hears what the Actions did, for the record of the sign-in. */
    tell?: ((trace: StepsTrace) => void) | undefined;
  },
): Promise<LoginActions> {
  const { suspended, canRedirect, state } = input;
  const started = startPass(ctx, login, await liveActions(ctx, 'post-login'), input);
  const { chain, before } = started;
  const methods = [...started.methods];
  if (chain.actions.length === 0)
    return { kind: 'continue', outcome: before, methods, asks: started.asks, ...noTrace };
  const { pass, commands, failure, result, trace } = await runPass(ctx, started, { canRedirect, state });
  const { userId } = login.user;
  input.tell?.(traceActions(result, chain.actions, { userId, failure, suspended }));
  const { decision, metadata } = decideLogin(pass, commands, failure);
  const unwritten = await writeMetadata(ctx, pass, metadata);
  if (unwritten === null) return { ...decision, ...trace };
  // What was to be revoked is, whatever else failed.
  const { revokes } = decision.kind === 'deny' ? decision : {};
  return { ...failedLogin(unwritten, revokes), ...trace };
}
