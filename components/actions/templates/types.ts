import type { JsonObject } from '@/components/metadata/json';
import type { ScriptTemplate } from '@/components/scripts/templates';
import type { RunnableTrigger } from '../trigger-words';

export const templateGroups = ['Tokens', 'Access', 'Profile', 'Redirects', 'Services'] as const;

/** A run that shows what the template does, and what must come of it. */
export type ActionExample = {
  event: JsonObject;
  secrets?: Record<string, string>;
  /** Answers to the requests of the Action. */
  stubs?: { url: string; status?: number; body: JsonObject }[];
  expect: {
    /** Calls of `api` in order; of each, the members that are named. */
    commands: ({ type: string } & JsonObject)[];
    /** Requests in order, such as `POST https://example.com/`. */
    requests?: string[];
  };
};

export type ActionTemplate = ScriptTemplate & {
  trigger: RunnableTrigger;
  group: (typeof templateGroups)[number];
  example: ActionExample;
};
