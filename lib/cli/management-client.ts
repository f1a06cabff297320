import { z } from 'zod';
import type { RulesTestCommand } from './rules-test-options';

/** Annex cannot be reached, or does not let this caller in: nothing can be tested. */
export class ServerProblem extends Error {
  override name = 'ServerProblem';
}

/** The API refused one request; `status` and `message` are its own. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const refusal = z.object({
  message: z.string().optional(),
  error_description: z.string().optional(),
  error: z.string().optional(),
});

const timeoutMs = 120_000;

/** Why a request never had an answer, in the system's word. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name === 'TimeoutError' ? `no answer within ${timeoutMs / 1000} s` : error.message;
}

async function ask(base: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${base}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const message = `${base} cannot be reached: ${reasonOf(error)}. Is Annex running? --url or ANNEX_URL says where.`;
    throw new ServerProblem(message, { cause: error });
  }
}

async function jsonOf(base: string, response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (cause) {
    throw new ServerProblem(`${base} does not answer as Annex does: HTTP ${response.status}.`, { cause });
  }
}

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** The issuer may have another name than the address by which it is reached, and the API is named by the issuer. */
async function tokenOf({ url, credentials }: RulesTestCommand): Promise<string> {
  if ('token' in credentials) return credentials.token;
  const found = await jsonOf(url, await ask(url, '/.well-known/openid-configuration', {}));
  const { success, data } = z.object({ issuer: z.string() }).safeParse(found);
  if (!success) throw new ServerProblem(`${url} is not an Annex: it names no issuer.`);
  const { clientId: client_id, clientSecret: client_secret } = credentials;
  const request = {
    grant_type: 'client_credentials',
    client_id,
    client_secret,
    audience: `${data.issuer}api/v2/`,
  };
  const response = await ask(url, '/oauth/token', post(request));
  const body = await jsonOf(url, response);
  const token = z.object({ access_token: z.string() }).safeParse(body);
  if (token.success) return token.data.access_token;
  const { error_description, error = 'no token' } = refusal.parse(body ?? {});
  throw new ServerProblem(`${url} gives ${client_id} no token: ${error_description ?? error}.`);
}

export type ManagementCalls = {
  /** The answer, in the form of `schema`. Throws Refused, and ServerProblem where nothing else can come through either. */
  call<S extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    schema: S,
    body?: object,
  ): Promise<z.output<S>>;
};

/** The Management API of a server, as this caller. Throws ServerProblem. */
export async function openManagement(command: RulesTestCommand): Promise<ManagementCalls> {
  const { url } = command;
  const authorization = `Bearer ${await tokenOf(command)}`;
  return {
    async call(method, path, schema, body) {
      const init = body === undefined ? { method } : post(body);
      const headers = { ...init.headers, authorization };
      const response = await ask(url, `/api/v2${path}`, { ...init, headers });
      const answer = await jsonOf(url, response);
      if (response.ok) {
        const read = schema.safeParse(answer);
        if (read.success) return read.data;
        throw new ServerProblem(`${url} is of another version: ${method} ${path} answers in another form.`);
      }
      const { message = `HTTP ${response.status}` } = refusal.safeParse(answer).data ?? {};
      if (response.status === 401) throw new ServerProblem(`${url} does not take the token: ${message}.`);
      throw new Refused(response.status, message);
    },
  };
}
