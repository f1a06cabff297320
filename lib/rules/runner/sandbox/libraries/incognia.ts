import type { LibraryHost } from '../library-loader';
import { basic } from './exchange';
import { callJson, toCamel, toSnake } from './json-client';

declare const annex: LibraryHost;

type Bag = Record<string, unknown>;

const base = 'https://api.incognia.com/api';

/** The client of Incognia, version 1: keys are camelCase here and snake_case there. */
class IncogniaAPI {
  #options: { clientId?: unknown; clientSecret?: unknown };
  #token: { value: string; until: number } | undefined;

  constructor(options: { clientId?: unknown; clientSecret?: unknown }) {
    if (!options?.clientId || !options.clientSecret)
      throw new Error('clientId and clientSecret are required.');
    this.#options = options;
  }

  async #authorization(): Promise<[string, string]> {
    if (!this.#token || this.#token.until < Date.now()) {
      const { clientId, clientSecret } = this.#options;
      const headers: [string, string][] = [
        ['authorization', basic(`${String(clientId)}:${String(clientSecret)}`)],
      ];
      const granted: Bag = Object(
        await callJson(annex, {
          method: 'POST',
          url: `${base}/v2/token`,
          headers,
          form: 'grant_type=client_credentials',
        }),
      );
      const seconds = Number(granted.expires_in ?? 600);
      this.#token = { value: String(granted.access_token), until: Date.now() + (seconds - 10) * 1000 };
    }
    return ['authorization', `Bearer ${this.#token.value}`];
  }

  async #call(method: string, path: string, body?: unknown): Promise<Bag> {
    const headers = [await this.#authorization()];
    return toCamel(
      await callJson(annex, { method, url: `${base}${path}`, headers, body: body && toSnake(body) }),
    );
  }

  registerSignup = (params: Bag): Promise<Bag> => this.#call('POST', '/v2/onboarding/signups', params);
  getSignupAssessment = (id: string): Promise<Bag> =>
    this.#call('GET', `/v2/onboarding/signups/${encodeURIComponent(id)}`);
  registerLogin = (params: Bag): Promise<Bag> =>
    this.#call('POST', '/v2/authentication/transactions', { ...params, type: 'login' });
  registerPayment = (params: Bag): Promise<Bag> =>
    this.#call('POST', '/v2/authentication/transactions', { ...params, type: 'payment' });
  registerFeedback = (params: Bag): Promise<Bag> => this.#call('POST', '/v2/feedbacks', params);
}

export const library = { IncogniaAPI, default: IncogniaAPI };
