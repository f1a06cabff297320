import { z } from 'zod';
import { managementScopes, type Scope, selfScopes } from '@/lib/access';
import { createClient, setClientGrant } from '@/lib/clients';
import { defaultConnection } from '@/lib/connections';
import { managementApp } from '@/lib/http/management';
import { makeScenario, password } from '@/lib/http/oidc/scenario.fixture';
import { managementAudience } from '@/lib/oidc';
import type { TestDatabase } from '@/lib/testing';
import { type CreateUserInput, createUser, type UserView } from '@/lib/users';

export type Answer = {
  status: number;
  headers: Headers;
  /** Null for an empty body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with what they expect
  body: any;
};

export type Call = {
  token?: string | undefined;
  /** Sent as JSON; text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
};

export type Tenant = Awaited<ReturnType<typeof makeTenant>>;

export type DeclaredOperation = {
  /** `GET /users/{id}` */
  name: string;
  method: string;
  path: string;
  /** Any one of them opens it. */
  scopes: string[];
  hasBody: boolean;
  /** Members that the query and the body may have. */
  query: string[];
  members: string[];
  /** Those of them without which nothing is well-formed. */
  neededQuery: string[];
  neededMembers: string[];
  /** The media type is not JSON. */
  isUpload: boolean;
};

/** The object that a schema is about, where it is about one: whatever is done with it, or when it may be left out. */
function objectOf(schema: unknown): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return objectOf(schema.unwrap());
  if (schema instanceof z.ZodPipe) return objectOf(schema.in) ?? objectOf(schema.out);
  return null;
}

const membersOf = (schema: unknown): string[] => Object.keys(objectOf(schema)?.shape ?? {});

const neededOf = (schema: unknown): string[] =>
  Object.entries(objectOf(schema)?.shape ?? {})
    .filter(([, member]) => member instanceof z.ZodType && !member.safeParse(undefined).success)
    .map(([name]) => name);

const jsonSchema = (media: object | undefined): unknown => media && 'schema' in media && media.schema;

/** Every operation of the API, as it declares itself. */
export function operations(): DeclaredOperation[] {
  return managementApp().openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const { method, path, security = [], request } = definition.route;
    const verb = method.toUpperCase();
    const content = request?.body?.content;
    const body = jsonSchema(content?.['application/json']);
    return [
      {
        name: `${verb} ${path.replace('/api/v2', '')}`,
        method: verb,
        path,
        scopes: security.flatMap((need) => Object.values(need).flat()),
        hasBody: content !== undefined,
        query: membersOf(request?.query),
        members: membersOf(body),
        neededQuery: neededOf(request?.query),
        neededMembers: neededOf(body),
        isUpload: content !== undefined && body === undefined,
      },
    ];
  });
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** A tenant whose API is called as machine clients and people call it: with tokens from its own token endpoint. */
export async function makeTenant(database: TestDatabase) {
  const scenario = await makeScenario(database);
  const { ctx } = scenario;
  const machine = await createClient(ctx, { name: 'Machine', grant_types: ['client_credentials'] });
  await setClientGrant(ctx, machine.client_id, managementAudience(), [...managementScopes]);
  await scenario.changesHeard();
  let count = 0;

  /** A machine client's token with these scopes; all of them when none is named. */
  const machineToken = async (...scopes: Scope[]): Promise<string> => {
    const scope = scopes.join(' ');
    const fields = { grant_type: 'client_credentials', audience: managementAudience() };
    const { body } = await scenario.token({ ...fields, ...(scope ? { scope } : {}) }, machine);
    return String(body.access_token);
  };
  /** A person's token for the API, as their application gets it. */
  const userToken = async (user: UserView, scopes: readonly string[] = selfScopes): Promise<string> => {
    const { body } = await scenario.token({
      grant_type: 'password',
      username: user.email ?? '',
      password,
      audience: managementAudience(),
      scope: ['openid', ...scopes].join(' '),
    });
    return String(body.access_token);
  };
  const all = await machineToken();
  const call = async (method: string, path: string, { token = all, body, headers = {} }: Call = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const init: RequestInit = {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    };
    return read(await scenario.request(`/api/v2${path}`, init));
  };
  /** A user of their own for a test, with the scenario's password. */
  const makeUser = async (input: Partial<CreateUserInput> = {}): Promise<UserView> => {
    const email = `user${++count}@example.com`;
    return (await createUser(ctx, { connection: defaultConnection, email, password, ...input })).user;
  };
  return { ...scenario, machine, machineToken, userToken, call, makeUser };
}

/** `/users/auth0%7C1`. */
export const userPath = (userId: string): string => `/users/${encodeURIComponent(userId)}`;
