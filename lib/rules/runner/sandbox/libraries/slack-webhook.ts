import type { LibraryHost } from '../library-loader';
import { exchange } from './exchange';

declare const annex: LibraryHost;

type Message = Record<string, unknown>;

const ErrorCode = {
  HTTPError: 'slack_webhook_http_error',
  RequestError: 'slack_webhook_request_error',
} as const;

const failure = (message: string, code: string, original: Error) =>
  Object.assign(new Error(message), { code, original });

/** Slack's incoming webhook: `send` posts a text or a message over the defaults of its own. */
class IncomingWebhook {
  readonly #url: string;
  readonly #defaults: Message;

  constructor(url: unknown, defaults: unknown = {}) {
    if (typeof url !== 'string' || url === '') throw new Error('Incoming webhook URL is required');
    this.#url = url;
    this.#defaults = Object(defaults);
  }

  /** Resolves with Slack's answer as `text`. */
  send = async (message: unknown): Promise<{ text: string }> => {
    const { timeout, agent: _, ...defaults } = this.#defaults;
    const given: Message = typeof message === 'string' ? { text: message } : Object(message);
    const { status, body } = await exchange(annex, {
      url: this.#url,
      method: 'POST',
      headers: [['content-type', 'application/json']],
      body: JSON.stringify({ ...defaults, ...given }),
      timeoutMs: Number(timeout ?? 0),
    }).catch((error: Error) => {
      throw failure(`A request error occurred: ${error.message}`, ErrorCode.RequestError, error);
    });
    const text = body.toString('utf8');
    if (status < 300) return { text };
    const error = new Error(`Request failed with status code ${status}`);
    throw failure(`An HTTP protocol error occurred: statusCode = ${status}`, ErrorCode.HTTPError, error);
  };
}

export const library = { IncomingWebhook, ErrorCode };
