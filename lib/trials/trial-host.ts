import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { checkBag } from '@/lib/metadata';
import {
  type HostCalls,
  type HttpAnswer,
  type HttpCall,
  liveFetch,
  manage,
  readingOperations,
  rethrowWithStatus,
} from '@/lib/rules';
import type { RecordedCall, RecordedWrite, Stub } from './schemas';

type Asked = { writes: RecordedWrite[]; calls: RecordedCall[] };
export type Reach = { network?: 'off' | 'stub' | 'allow'; stubs?: readonly Stub[] };

const fits = ({ method, url }: Stub, call: HttpCall) =>
  (method === undefined || method.toUpperCase() === call.method.toUpperCase()) &&
  (url.endsWith('*') ? call.url.startsWith(url.slice(0, -1)) : call.url === url);

/** The answer of the first stub that fits. Throws Forbidden, which the script sees, when none does. */
export function answerByStub(stubs: readonly Stub[], call: HttpCall): HttpAnswer {
  const stub = stubs.find((each) => fits(each, call));
  if (!stub) throw new Forbidden(`No stub answers ${call.method} ${call.url}`.slice(0, 2_000));
  const isText = typeof stub.body === 'string';
  const body = isText ? String(stub.body) : JSON.stringify(stub.body);
  const given = Object.entries(stub.headers);
  const hasType = given.some(([name]) => name.toLowerCase() === 'content-type');
  const headers: [string, string][] =
    isText || hasType ? given : [...given, ['content-type', 'application/json']];
  return {
    url: call.url,
    redirected: false,
    status: stub.status,
    statusText: '',
    headers,
    body: Buffer.from(body).toString('base64'),
  };
}

/** The network as far as `reach` says: none, the answers of stubs, or that of a real sign-in. */
export function fetchOf({ network = 'off', stubs = [] }: Reach): Pick<HostCalls, 'fetch'> {
  if (network === 'allow') return { fetch: liveFetch };
  if (network === 'stub') return { fetch: async (call) => answerByStub(stubs, call) };
  return {};
}

/**
 * What rules of a trial reach: their writes are recorded, and refused where the real write would be; what they read of
 * users is read under the right of `ctx`; requests go as far as `reach` says. No handle that writes is among it.
 */
export function trialHost(ctx: Context, { writes, calls }: Asked, reach: Reach): HostCalls {
  const record = (bag: 'user_metadata' | 'app_metadata') => async (userId: string, patch: JsonObject) => {
    checkBag(bag, patch);
    writes.push({ user_id: userId, bag, patch });
    return { user_id: userId };
  };
  return {
    updateUserMetadata: record('user_metadata'),
    updateAppMetadata: record('app_metadata'),
    manage: async (operation, args) => {
      calls.push({ operation, args });
      if (!readingOperations.includes(operation)) return args;
      return manage(ctx, operation, args).catch(rethrowWithStatus);
    },
    ...fetchOf(reach),
  };
}
