import type { JsonObject } from '@/components/metadata/json';

export const templateGroups = ['Tokens', 'Access', 'Profile', 'Redirects', 'Services'] as const;

/** A sign-in that shows what the template does, and what must come of it. */
export type TemplateCase = {
  user: JsonObject;
  /** Laid over the context. */
  context?: JsonObject;
  configuration?: Record<string, string>;
  /** Answers to the requests of the rule. */
  stubs?: { url: string; status?: number; body: JsonObject }[];
  expect: {
    result: 'continue' | 'deny' | 'redirect';
    /** Claims that the rule puts on the tokens; those named must be there, others may be. */
    id_token?: JsonObject;
    access_token?: JsonObject;
    /** Metadata that would be written. */
    user_metadata?: JsonObject;
    app_metadata?: JsonObject;
    /** The whole message of a refusal. */
    error?: string;
  };
};

export type RuleTemplate = {
  id: string;
  name: string;
  description: string;
  group: (typeof templateGroups)[number];
  script: string;
  example: TemplateCase;
};
