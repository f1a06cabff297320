import type { JsonObject } from '@/db/schema/columns';
import { knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import {
  type CreateUserInput,
  createUser,
  type UserAdditions,
  type UserCandidate,
  type UserView,
  type VersionedUser,
} from '@/lib/users';
import { afterwards } from './afterwards';
import { decideRegistration } from './decide-event';
import {
  clientPart,
  type EventClient,
  type EventRequest,
  plain,
  requestPart,
  tenantPart,
  userPart,
} from './event-parts';
import { liveActions } from './live-actions';
import { runAlone } from './run-alone';
import type { TriggerRun } from './run-trigger';

type EventConnection = { id: string; name: string; strategy: string; metadata: Record<string, string> };

/** A sign-up, or the making of a user by somebody else, as the Actions are to see it. */
export type Registration = {
  client: EventClient | undefined;
  connection: EventConnection;
  request: EventRequest;
};

function base(ctx: Context, { client, connection, request }: Registration) {
  const { id, name, strategy, metadata } = connection;
  return {
    tenant: tenantPart(),
    client: client && clientPart(client),
    connection: { id, name, strategy, metadata },
    request: requestPart(ctx, request),
    transaction: { requested_scopes: [], acr_values: [], ui_locales: [] },
  };
}

/** `event` of pre-user-registration (`reference/rules.md` 2.4). */
export function candidateEvent(
  ctx: Context,
  registration: Registration,
  candidate: UserCandidate,
): JsonObject {
  return plain({ ...base(ctx, registration), user: { user_metadata: {}, app_metadata: {}, ...candidate } });
}

/** `event` of post-user-registration (`reference/rules.md` 2.4). */
export function registeredEvent(ctx: Context, registration: Registration, user: UserView): JsonObject {
  return plain({ ...base(ctx, registration), user: userPart(user) });
}

function about({ client, connection }: Registration): TriggerRun['about'] {
  return {
    clientId: client?.clientId ?? null,
    clientName: client?.name ?? null,
    connection: connection.name,
  };
}

/** An Action does not let somebody sign up. `message` is for the person, `detail` for the log. */
export class SignUpRefused extends Invalid {
  constructor(errorCode: string, message: string, detail: string) {
    super(message, { errorCode, detail });
  }
}

/**
 * Runs the Actions bound to pre-user-registration (`reference/rules.md` 2.4) and gives what they add. Throws
 * SignUpRefused with `invalid_signup`, or with the code that an Action chose.
 */
export async function runPreRegistration(
  ctx: Context,
  registration: Registration,
  candidate: UserCandidate,
): Promise<UserAdditions> {
  const actions = await liveActions(ctx, 'pre-user-registration');
  if (actions.length === 0) return {};
  const { commands, failure } = await runAlone(ctx, {
    trigger: 'pre-user-registration',
    actions,
    event: candidateEvent(ctx, registration, candidate),
    about: { ...about(registration), userName: candidate.email ?? null },
  });
  const decision = decideRegistration(commands, failure);
  if (decision.kind === 'continue') return decision.additions;
  throw new SignUpRefused(decision.error, decision.description, decision.detail);
}

/**
 * Runs the Actions bound to post-user-registration after the response has gone. A failure changes nothing and is only
 * logged.
 */
export function runPostRegistration(ctx: Context, registration: Registration, user: UserView): void {
  afterwards(async () => {
    const actions = await liveActions(ctx, 'post-user-registration');
    if (actions.length === 0) return;
    await runAlone(ctx, {
      trigger: 'post-user-registration',
      actions,
      event: registeredEvent(ctx, registration, user),
      about: { ...about(registration), userId: user.user_id, userName: user.email ?? user.username ?? null },
    });
  });
}

/** What was said of a new user, as `event.request.body` has it: never with the password. */
export function registrationBody(input: object): JsonObject {
  return plain({ ...input, password: undefined });
}

/**
 * `createUser` with the Actions of the two registration triggers around it: how administrators and the Management API
 * make users. No application is in their event. Throws what `createUser` throws, and SignUpRefused.
 */
export async function createUserWithActions(ctx: Context, input: CreateUserInput): Promise<VersionedUser> {
  const connection = await knownConnection(ctx, String(input.connection));
  if (!connection) return createUser(ctx, input);
  const registration: Registration = {
    client: undefined,
    connection,
    request: { method: 'POST', query: {}, body: registrationBody(input) },
  };
  const made = await createUser(ctx, input, {
    before: (candidate) => runPreRegistration(ctx, registration, candidate),
  });
  runPostRegistration(ctx, registration, made.user);
  return made;
}
