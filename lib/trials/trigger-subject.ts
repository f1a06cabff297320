import type { JsonObject } from '@/db/schema/columns';
import {
  candidateEvent,
  type EventTrigger,
  machineEvent,
  passwordChangeEvent,
  registeredEvent,
} from '@/lib/actions';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { invalidProperty } from '@/lib/input';
import type { ActionTrigger } from '@/lib/rules';
import { presentUser, type UserView } from '@/lib/users';
import { type Expectation, expectedParts, partsOfTrigger, type TryActionInput } from './schemas';
import { applicationOf, type Person, personOf } from './subject';

const subjects = ['user_id', 'user', 'sign_in_id'] as const;

/** Whom a run of a trigger can be about, and whether it must be about somebody. */
const about: Record<ActionTrigger, { may: readonly (typeof subjects)[number][]; must: boolean }> = {
  'post-login': { may: subjects, must: true },
  'credentials-exchange': { may: [], must: false },
  'pre-user-registration': { may: ['user'], must: false },
  'post-user-registration': { may: ['user_id', 'user'], must: true },
  'post-change-password': { may: ['user_id', 'user'], must: true },
};

const ofSignIns = ['protocol', 'context', 'configuration', 'use_configuration', 'resume'] as const;

type Given = Pick<TryActionInput, (typeof subjects)[number] | (typeof ofSignIns)[number]>;

/** Refuses a trial or test that gives what its trigger does not have, or not whom it is about. Throws Invalid. */
export function assertSuits(trigger: ActionTrigger, given: Given): void {
  const { may, must } = about[trigger];
  const others = trigger === 'post-login' ? [] : ofSignIns;
  const strange = [...subjects.filter((name) => !may.includes(name)), ...others].find((name) => given[name]);
  if (strange !== undefined) throw invalidProperty(strange, `There is none for Actions of ${trigger}`);
  if (!must || may.some((name) => given[name] !== undefined)) return;
  const names = `${may.slice(0, -1).join(', ')} and ${may.at(-1)}`;
  throw new Invalid(`Payload validation error: 'Give one of ${names}'.`, { errorCode: 'invalid_body' });
}

/** Refuses an expectation about a token or a write that no run of the trigger leaves. Throws Invalid. */
export function assertExpectable(trigger: ActionTrigger, expected: Expectation): void {
  const strange = expectedParts.find(
    (part) => expected[part] !== undefined && !partsOfTrigger[trigger].includes(part),
  );
  if (strange !== undefined)
    throw invalidProperty(`expect.${strange}`, `There is none for Actions of ${trigger}`);
}

const candidateMembers = [
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'user_metadata',
  'app_metadata',
] as const;

/** What is known of somebody who is not stored yet. */
const candidateOf = (view: UserView) =>
  Object.fromEntries(
    candidateMembers.flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]] as const])),
  );

/** What a run of a trigger without a sign-in is about; `userId` is null where that is nobody. */
export type Occasion = { event: JsonObject; userId: string | null };

type Subject = Pick<TryActionInput, 'user_id' | 'user' | 'client_id'>;

async function aboutPerson(
  ctx: Context,
  trigger: Exclude<EventTrigger, 'credentials-exchange'>,
  { user, connection }: Person,
  client: Awaited<ReturnType<typeof applicationOf>>,
): Promise<JsonObject> {
  const view = presentUser(user, { type: 'system', reason: 'actions' });
  const body = { client_id: client.clientId, connection: connection.name, ...candidateOf(view) };
  const registration = {
    client,
    connection,
    request: { method: 'POST', query: {}, body: body as JsonObject },
  };
  switch (trigger) {
    case 'pre-user-registration':
      return candidateEvent(ctx, registration, candidateOf(view));
    case 'post-user-registration':
      return registeredEvent(ctx, registration, view);
    case 'post-change-password':
      return passwordChangeEvent(ctx, { client, connection, method: 'POST', user: view });
  }
}

/**
 * The event that a trial pretends, made as production makes it: of a stored user, a made-up one, or for a program the
 * token request of an application. Reading it needs the rights that reading its parts needs. Throws NotFound, Invalid.
 */
export async function occasionOf(ctx: Context, trigger: EventTrigger, subject: Subject): Promise<Occasion> {
  const client = await applicationOf(ctx, subject.client_id);
  if (trigger === 'credentials-exchange') {
    const audience = 'https://api.example.com';
    const body = { grant_type: 'client_credentials', client_id: client.clientId, audience };
    const request = { method: 'POST', query: {}, body };
    const event = machineEvent(ctx, { client, request, audience, requestedScopes: [], scope: [] });
    return { event, userId: null };
  }
  const person = await personOf(ctx, { user_id: subject.user_id, user: subject.user ?? {} });
  return { event: await aboutPerson(ctx, trigger, person, client), userId: person.user.userId };
}
