import CanceledError from 'axios/lib/cancel/CanceledError.js';
import AxiosError from 'axios/lib/core/AxiosError.js';
import buildFullPath from 'axios/lib/core/buildFullPath.js';
import settle from 'axios/lib/core/settle.js';
import buildURL from 'axios/lib/helpers/buildURL.js';
import type { LibraryHost } from '../library-loader';
import { basic, exchange, headerObject, headerPairs, type Outgoing, signalOf } from './exchange';
import type { FormData } from './form-data';

declare const annex: LibraryHost;

export type AxiosConfig = Record<string, unknown> & {
  cancelToken?: { reason?: unknown; promise: Promise<unknown> };
};

function contentOf(data: unknown): { body?: string | Uint8Array; type?: string } {
  if (data === undefined || data === null) return {};
  if (data instanceof Uint8Array || typeof data === 'string') return { body: data };
  if (data instanceof ArrayBuffer) return { body: new Uint8Array(data) };
  if (Object.prototype.toString.call(data) === '[object FormData]')
    return { body: (data as FormData).getBuffer(), type: (data as FormData).contentType };
  return { body: String(data) };
}

function outgoingOf(config: AxiosConfig): Outgoing {
  const { auth, maxRedirects, timeout } = config;
  const address = buildFullPath(config.baseURL, config.url, config.allowAbsoluteUrls);
  const { body, type } = contentOf(config.data);
  const { username, password } = Object(auth);
  const headers = headerPairs(config.headers).filter(
    ([name]) =>
      !(auth && /^authorization$/i.test(name)) &&
      !(body === undefined && /^content-type$/i.test(name)) &&
      !(type && /^content-type$/i.test(name)),
  );
  if (auth) headers.push(['Authorization', basic(`${String(username ?? '')}:${String(password ?? '')}`)]);
  if (type) headers.push(['Content-Type', type]);
  const most = maxRedirects === undefined ? 5 : Number(maxRedirects);
  return {
    url: buildURL(address, config.params, config.paramsSerializer).replace(/#.*$/, ''),
    method: String(config.method ?? 'get'),
    headers,
    body,
    redirect: most === 0 ? 'manual' : 'follow',
    maxRedirects: most,
    timeoutMs: Number(timeout ?? 0),
  };
}

/** By the older way to cancel, which axios keeps. */
async function cancelled({ cancelToken }: AxiosConfig): Promise<never> {
  throw await (cancelToken ? cancelToken.promise : new Promise(() => {}));
}

/** What axios sends its requests with here, in the place of its adapters for browsers and for Node. */
export default async function adapter(config: AxiosConfig): Promise<unknown> {
  if (config.cancelToken?.reason) throw config.cancelToken.reason;
  if (config.responseType === 'stream')
    throw new AxiosError('Streams are not available here.', AxiosError.ERR_NOT_SUPPORT, config);
  const signal = signalOf(config.signal);
  const stop = signal && { signal, error: () => new CanceledError(undefined, config) };
  const answer = await Promise.race([exchange(annex, outgoingOf(config), stop), cancelled(config)]).catch(
    (error: unknown) => {
      if (error instanceof CanceledError) throw error;
      const { message, code } = Object(error);
      const isTimeout = code === 'ETIMEDOUT';
      const text = isTimeout
        ? (config.timeoutErrorMessage ?? `timeout of ${String(config.timeout)}ms exceeded`)
        : message;
      throw new AxiosError(text, isTimeout ? AxiosError.ECONNABORTED : code, config, {});
    },
  );
  const { status, statusText, headers, body } = answer;
  const data = config.responseType === 'arraybuffer' ? body : body.toString('utf8').replace(/^\ufeff/, '');
  const request = { responseURL: answer.url, res: { responseUrl: answer.url } };
  return new Promise((resolve, reject) => {
    settle(resolve, reject, { data, status, statusText, headers: headerObject(headers), config, request });
  });
}
