import type { InBrowser } from './sign-in.types';

/** What the page for consent may show. */
export type ConsentView = {
  client: { name: string; logoUri: string | null };
  /** Whose account it is about. */
  account: string;
  /** Name of the API that is asked for; null when there is none. */
  api: string | null;
  /** What the application wants; `description` is a sentence for people, where there is one. */
  scopes: { name: string; description: string | null }[];
};

export type ConsentInput = InBrowser & { accepts: boolean };
