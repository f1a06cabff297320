import type { LibraryHost } from '../library-loader';
import { callJson, toCamel, toSnake } from './json-client';

declare const annex: LibraryHost;

type Bag = Record<string, unknown>;

const Region = { EU: 'EU', US: 'US', CA: 'CA' } as const;

/** The client of Onfido, version 1, without uploads: keys are camelCase here and snake_case there. */
class Onfido {
  readonly applicant: Bag;
  readonly check: Bag;
  readonly report: Bag;
  readonly document: Bag;
  readonly sdkToken: Bag;
  readonly webhook: Bag;
  #options: { apiToken?: unknown; region?: unknown };

  constructor(options: { apiToken?: unknown; region?: unknown }) {
    if (!options?.apiToken) throw new Error('No apiToken provided');
    this.#options = options;
    this.applicant = this.#resource('applicants', (list) => list.applicants);
    this.check = {
      ...this.#resource('checks', (list) => list.checks),
      list: (applicantId: string) =>
        this.#call('GET', `checks?applicant_id=${encodeURIComponent(applicantId)}`).then(
          (list) => list.checks,
        ),
      resume: (id: string) => this.#call('POST', `checks/${encodeURIComponent(id)}/resume`),
    };
    this.report = {
      find: (id: string) => this.#call('GET', `reports/${encodeURIComponent(id)}`),
      list: (checkId: string) =>
        this.#call('GET', `reports?check_id=${encodeURIComponent(checkId)}`).then((list) => list.reports),
    };
    this.document = {
      find: (id: string) => this.#call('GET', `documents/${encodeURIComponent(id)}`),
      list: (applicantId: string) =>
        this.#call('GET', `documents?applicant_id=${encodeURIComponent(applicantId)}`).then(
          (list) => list.documents,
        ),
    };
    this.sdkToken = {
      generate: (body: Bag) => this.#call('POST', 'sdk_token', body).then(({ token }) => token),
    };
    this.webhook = this.#resource('webhooks', (list) => list.webhooks);
  }

  #resource(path: string, listed: (list: Bag) => unknown): Bag {
    const at = (id: string) => `${path}/${encodeURIComponent(id)}`;
    return {
      create: (body: Bag) => this.#call('POST', path, body),
      find: (id: string) => this.#call('GET', at(id)),
      update: (id: string, body: Bag) => this.#call('PUT', at(id), body),
      delete: (id: string) => this.#call('DELETE', at(id)),
      list: () => this.#call('GET', path).then(listed),
    };
  }

  async #call(method: string, path: string, body?: Bag): Promise<Bag> {
    const { apiToken, region = Region.EU } = this.#options;
    const url = `https://api.${String(region).toLowerCase()}.onfido.com/v3/${path}`;
    const headers: [string, string][] = [['authorization', `Token token=${String(apiToken)}`]];
    return toCamel(await callJson(annex, { method, url, headers, body: body && toSnake(body) }));
  }
}

export const library = { Onfido, Region };
