import { promises as dns, type LookupAddress } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { EgressError } from './errors';
import type { EgressPolicy } from './policy';
import type { HeaderPair } from './request-parts';

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => dns.lookup(hostname, { all: true });

export type Sending = {
  url: URL;
  method: string;
  headers: readonly HeaderPair[];
  body: Uint8Array | undefined;
  signal: AbortSignal;
};

/**
 * The addresses of the host, asked for once and each of them checked. The connection is made to one of these literals;
 * the name is never looked up again, so an answer that changes in between changes nothing.
 */
export async function checkedAddresses(
  url: URL,
  policy: EgressPolicy,
  resolve: Resolve,
): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  const refusal = policy.refusal(
    host,
    addresses.map(({ address }) => address),
  );
  if (refusal !== null) throw new EgressError('ERR_EGRESS_REFUSED', `The request was refused: ${refusal}`);
  return addresses;
}

/** Sends the request to one of `addresses` and gives the response when its head has arrived. */
export function sendTo(
  addresses: readonly LookupAddress[],
  { url, method, headers, body, signal }: Sending,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    const request: ClientRequest = send(url, {
      method,
      signal,
      agent: false,
      headers: headersOf(headers, body, method),
      lookup: (_host, options, callback) => {
        const [first] = addresses;
        if (options.all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
    });
    request.once('response', resolve);
    request.once('upgrade', (_response, socket) => socket.destroy());
    request.once('error', reject);
    request.end(body);
  });
}

function headersOf(headers: readonly HeaderPair[], body: Uint8Array | undefined, method: string) {
  const all: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const before = all[name.toLowerCase()];
    all[name.toLowerCase()] = before === undefined ? value : [before, value].flat();
  }
  const hasBody = body !== undefined || ['POST', 'PUT', 'PATCH'].includes(method);
  return hasBody ? { ...all, 'content-length': String(body?.length ?? 0) } : all;
}
