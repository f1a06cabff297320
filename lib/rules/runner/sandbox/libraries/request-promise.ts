import { Request, type RequestOptions, requestApi } from './request-core';

type Answer = { statusCode: number; body: unknown; headers: unknown };

class RequestError extends Error {
  override readonly cause: unknown;
  readonly error: unknown;
  readonly options: RequestOptions;
  readonly response: unknown;
  constructor(cause: Error, options: RequestOptions, response?: unknown) {
    super(String(cause));
    this.name = 'RequestError';
    this.cause = cause;
    this.error = cause;
    this.options = options;
    this.response = response;
  }
}

class StatusCodeError extends Error {
  readonly statusCode: number;
  readonly error: unknown;
  readonly options: RequestOptions;
  readonly response: unknown;
  constructor(statusCode: number, body: unknown, options: RequestOptions, response: unknown) {
    super(`${statusCode} - ${JSON.stringify(body)}`);
    this.name = 'StatusCodeError';
    this.statusCode = statusCode;
    this.error = body;
    this.options = options;
    this.response = response;
  }
}

class TransformError extends RequestError {
  override readonly name = 'TransformError';
}

/** A request that is a promise too: of the body, or of the whole response; other statuses than 2xx reject. */
class PromisedRequest extends Request {
  readonly #promise: Promise<unknown>;

  constructor(options: RequestOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const callback = (error: unknown, response?: unknown, body?: unknown) => {
      if (typeof options.callback === 'function') options.callback(error, response, body);
      if (error instanceof Error) reject(new RequestError(error, options));
      else settle(options, response as Answer, body).then(resolve, reject);
    };
    super({ ...options, callback });
    this.#promise = promise;
    // Somebody who only gave a callback is not told a second time.
    if (typeof options.callback === 'function') promise.catch(() => {});
  }

  // biome-ignore lint/suspicious/noThenProperty: the original is awaited like this
  then(...args: Parameters<Promise<unknown>['then']>): Promise<unknown> {
    return this.#promise.then(...args);
  }

  catch(...args: Parameters<Promise<unknown>['catch']>): Promise<unknown> {
    return this.#promise.catch(...args);
  }

  finally(done?: () => void): Promise<unknown> {
    return this.#promise.finally(done);
  }

  promise(): Promise<unknown> {
    return this.#promise;
  }
}

async function settle(options: RequestOptions, response: Answer, body: unknown): Promise<unknown> {
  const { simple = true, resolveWithFullResponse = false, transform } = options;
  const whole = resolveWithFullResponse === true;
  const isGood = response.statusCode >= 200 && response.statusCode < 300;
  if (simple === true && !isGood) throw new StatusCodeError(response.statusCode, body, options, response);
  if (typeof transform !== 'function') return whole ? response : body;
  try {
    return await transform(body, response, whole);
  } catch (error) {
    throw new TransformError(error instanceof Error ? error : new Error(String(error)), options, response);
  }
}

export const library = Object.assign(Object(requestApi((options) => new PromisedRequest(options))), {
  errors: { RequestError, StatusCodeError, TransformError },
});
